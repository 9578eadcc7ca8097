using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain;

public class RegistrationWorkTests
{
    /// <summary>The seal as other libraries compute it (keccak_256 and sha256 of @noble/hashes).</summary>
    [Fact]
    [Trait("Area", "vectors")]
    public void A_seal_is_what_the_pallet_computes()
    {
        byte[] blockHash = [.. Enumerable.Repeat((byte)1, 32)];
        var hotkey = new AccountId(Enumerable.Repeat((byte)2, 32).ToArray());
        byte[] seal = new byte[RegistrationWork.SealLength];

        byte[] challenge = RegistrationWork.Challenge(blockHash, hotkey);
        RegistrationWork.Seal(challenge, 12345, seal);

        Convert.ToHexStringLower(challenge).ShouldBe("346d8c96a2454213fcc0daff3c96ad0398148181b9fa6488f7ae2c0af5b20aa0");
        Convert.ToHexStringLower(seal).ShouldBe("b9186a5c90729209fd4bbd73935210cd7e04ff512793e45b3e8f2fb01e624bf2");
        Should.Throw<ArgumentException>(() => RegistrationWork.Challenge(blockHash.AsSpan(1), hotkey));
    }

    [Fact]
    public void A_seal_meets_a_difficulty_if_their_product_stays_below_2_to_the_256()
    {
        byte[] seal = new byte[RegistrationWork.SealLength];
        RegistrationWork.Meets(seal, ulong.MaxValue).ShouldBeTrue();
        seal.AsSpan().Fill(0xff);
        RegistrationWork.Meets(seal, 1).ShouldBeTrue();
        RegistrationWork.Meets(seal, 2).ShouldBeFalse();
        seal[^1] = 0x7f;
        RegistrationWork.Meets(seal, 2).ShouldBeTrue();
        RegistrationWork.Meets(seal, 3).ShouldBeFalse();
    }
}
