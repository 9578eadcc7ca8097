using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Tests.Crypto;

public class HashesTests
{
    [Fact]
    [Trait("Area", "vectors")]
    public void Hashes_equal_the_published_ones()
    {
        int count = 0;
        foreach (JsonElement vector in CryptoVectors.Read("hashes.json", "vectors"))
        {
            byte[] input = vector.Bytes("input");
            foreach (int bits in (int[])[64, 128, 256, 512])
            {
                byte[] digest = new byte[bits / 8];
                Hashes.Blake2b(input, digest);
                digest.ShouldBe(vector.Bytes($"blake2b_{bits}"));
            }

            Hashes.Blake2b128(input).ShouldBe(vector.Bytes("blake2b_128"));
            Hashes.Blake2b256(input).ShouldBe(vector.Bytes("blake2b_256"));
            Hashes.Twox64(input).ShouldBe(vector.Bytes("twox64"));
            Hashes.Twox128(input).ShouldBe(vector.Bytes("twox128"));
            Hashes.Twox256(input).ShouldBe(vector.Bytes("twox256"));
            Hashes.Blake2b128Concat(input).ShouldBe(vector.Bytes("blake2_128_concat"));
            Hashes.Twox64Concat(input).ShouldBe(vector.Bytes("twox64_concat"));
            count++;
        }

        count.ShouldBeGreaterThan(0);
        Should.Throw<ArgumentException>(() => Hashes.Blake2b([], new byte[65]));
        Should.Throw<ArgumentException>(() => Hashes.Blake2b([], []));
    }
}
