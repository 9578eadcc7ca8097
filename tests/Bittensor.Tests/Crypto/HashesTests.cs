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

    /// <summary>Values of @noble/hashes; the longer texts fill one block of 136 bytes and more than two.</summary>
    [Theory]
    [InlineData("", 1, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", 1, "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [InlineData("a", 136, "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e")]
    [InlineData("a", 300, "5b7e0e47a96f32a88b4f14ca177982790807c40e1a105742ba0fc1babe1ef826")]
    public void Keccak_equals_that_of_ethereum(string text, int times, string expected) =>
        Convert.ToHexStringLower(Hashes.Keccak256(string.Concat(Enumerable.Repeat(text, times)).Select(letter => (byte)letter).ToArray()))
            .ShouldBe(expected);
}
