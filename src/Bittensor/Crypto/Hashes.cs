using System.Buffers.Binary;
using System.IO.Hashing;
using Bittensor.Crypto.Native;

namespace Bittensor.Crypto;

/// <summary>
/// The hash functions of Substrate: BLAKE2b of any length, "twox" (xxHash64 under the seeds 0, 1, 2 …, little-endian), and Keccak-256.
/// </summary>
public static class Hashes
{
    /// <summary>BLAKE2b without key; the destination's length (1 to 64 bytes) is the digest's.</summary>
    /// <exception cref="ArgumentException">A digest length outside 1 to 64.</exception>
    public static void Blake2b(ReadOnlySpan<byte> data, Span<byte> destination) => Sodium.Blake2b(data, destination);

    /// <summary>BLAKE2b with a digest of 32 bytes.</summary>
    public static byte[] Blake2b256(ReadOnlySpan<byte> data)
    {
        byte[] hash = new byte[32];
        Blake2b(data, hash);
        return hash;
    }

    /// <summary>BLAKE2b with a digest of 16 bytes.</summary>
    public static byte[] Blake2b128(ReadOnlySpan<byte> data)
    {
        byte[] hash = new byte[16];
        Blake2b(data, hash);
        return hash;
    }

    /// <summary>Storage hasher Blake2_128Concat: the 16-byte BLAKE2b followed by the data itself.</summary>
    public static byte[] Blake2b128Concat(ReadOnlySpan<byte> data) => [.. Blake2b128(data), .. data];

    /// <summary>xxHash64, seed 0: 8 bytes.</summary>
    public static byte[] Twox64(ReadOnlySpan<byte> data) => Twox(data, 1);

    /// <summary>xxHash64 under seeds 0 and 1: 16 bytes. Pallet and storage names are hashed so.</summary>
    public static byte[] Twox128(ReadOnlySpan<byte> data) => Twox(data, 2);

    /// <summary>xxHash64 under seeds 0 to 3: 32 bytes.</summary>
    public static byte[] Twox256(ReadOnlySpan<byte> data) => Twox(data, 4);

    /// <summary>Storage hasher Twox64Concat: the 8-byte hash followed by the data itself.</summary>
    public static byte[] Twox64Concat(ReadOnlySpan<byte> data) => [.. Twox64(data), .. data];

    /// <summary>Keccak-256 with the padding of the original submission, as Ethereum uses it: 32 bytes.</summary>
    public static byte[] Keccak256(ReadOnlySpan<byte> data)
    {
        byte[] hash = new byte[32];
        Keccak256(data, hash);
        return hash;
    }

    /// <summary>Keccak-256 into the destination's first 32 bytes.</summary>
    public static void Keccak256(ReadOnlySpan<byte> data, Span<byte> destination) => Crypto.Keccak256.Hash(data, destination);

    private static byte[] Twox(ReadOnlySpan<byte> data, int words)
    {
        byte[] hash = new byte[words * 8];
        for (int seed = 0; seed < words; seed++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(seed * 8), XxHash64.HashToUInt64(data, seed));
        return hash;
    }
}
