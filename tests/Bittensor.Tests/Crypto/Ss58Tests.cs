using System.Text.Json;
using Bittensor.Crypto;
using FsCheck.Xunit;

namespace Bittensor.Tests.Crypto;

public class Ss58Tests
{
    private const string Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    [Fact]
    [Trait("Area", "vectors")]
    public void Encodes_and_decodes_every_published_address()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("ss58.json", "encode"))
        {
            ushort prefix = vector.GetProperty("prefix").GetUInt16();
            Ss58.Encode(vector.Bytes("publicKey"), prefix).ShouldBe(vector.Text("ss58"));
            Ss58.TryDecode(vector.Text("ss58"), out byte[] body, out ushort decodedPrefix).ShouldBeTrue(vector.Text("ss58"));
            body.ShouldBe(vector.Bytes("publicKey"));
            decodedPrefix.ShouldBe(prefix);
            count++;
        }

        count.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Area", "vectors")]
    public void Refuses_every_published_bad_address_and_says_why()
    {
        foreach (JsonElement vector in CryptoVectors.Read("ss58.json", "bad"))
        {
            string address = vector.Text("address");
            Ss58.TryDecode(address, out byte[] body).ShouldBeFalse(vector.Text("why"));
            body.ShouldBeEmpty();
            Should.Throw<FormatException>(() => Ss58.Decode(address)).Message.ShouldContain("SS58");
            AccountId.TryParse(address, out _).ShouldBeFalse(vector.Text("why"));
        }
    }

    [Fact]
    [Trait("Area", "vectors")]
    public void Tells_addresses_of_other_networks_from_Bittensors()
    {
        foreach (JsonElement vector in CryptoVectors.Read("ss58.json", "otherNetwork"))
        {
            Ss58.Decode(vector.Text("address")).ShouldBe(vector.Bytes("decodesTo"));
            Ss58.IsBittensorAddress(vector.Text("address")).ShouldBe(vector.GetProperty("isValidForBittensor").GetBoolean());
        }

        Ss58.IsBittensorAddress(Alice).ShouldBeTrue();
        Ss58.IsBittensorAddress(null).ShouldBeFalse();
    }

    [Theory]
    [InlineData((ushort)46)]
    [InlineData((ushort)47)]
    [InlineData((ushort)16384)]
    public void Does_not_encode_reserved_or_too_large_prefixes(ushort prefix) =>
        Should.Throw<ArgumentException>(() => Ss58.Encode(new byte[32], prefix)).ParamName.ShouldBe("prefix");

    [Fact]
    public void Does_not_encode_bodies_of_other_lengths() =>
        Should.Throw<ArgumentException>(() => Ss58.Encode(new byte[31])).ParamName.ShouldBe("publicKey");

    [Property]
    public bool Every_key_survives_the_round_trip_under_every_prefix(ulong a, ulong b, ushort number)
    {
        byte[] key = [.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(b), .. new byte[16]];
        ushort prefix = (ushort)(number % (Ss58.MaxPrefix + 1));
        if (prefix is 46 or 47)
            return true;
        return Ss58.TryDecode(Ss58.Encode(key, prefix), out byte[] body, out ushort decoded) && decoded == prefix && body.SequenceEqual(key);
    }

    [Fact]
    public void Every_single_mistyped_character_is_noticed()
    {
        const string alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        int accepted = 0;
        for (int position = 0; position < Alice.Length; position++)
            foreach (char replacement in alphabet.Where(c => c != Alice[position]))
                if (Ss58.TryDecode(Alice[..position] + replacement + Alice[(position + 1)..], out _))
                    accepted++;
        // The checksum has 16 bits: of 2736 neighbours almost always none passes, and this outcome is fixed.
        accepted.ShouldBe(0);
    }
}
