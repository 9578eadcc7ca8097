using System.Buffers.Binary;
using System.Security.Cryptography;
using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>The proof of work of a registration, as the pallet computes it: a nonce whose seal, taken as a number, is small enough.</summary>
public static class RegistrationWork
{
    /// <summary>Bytes of a seal.</summary>
    public const int SealLength = 32;

    /// <summary>Blocks that a proof stays good for, counting the one on whose hash it is made.</summary>
    public const ulong Lifetime = 3;

    /// <summary>What all nonces have in common: Keccak-256 of the block's hash (32 bytes) and the hotkey.</summary>
    /// <exception cref="ArgumentException">The hash has not 32 bytes.</exception>
    public static byte[] Challenge(ReadOnlySpan<byte> blockHash, AccountId hotkey)
    {
        if (blockHash.Length != 32)
            throw new ArgumentException($"A block's hash has 32 bytes, not {blockHash.Length}.", nameof(blockHash));
        Span<byte> text = stackalloc byte[64];
        blockHash.CopyTo(text);
        hotkey.Bytes.CopyTo(text[32..]);
        return Hashes.Keccak256(text);
    }

    /// <summary>Writes the seal of a nonce, 32 bytes: Keccak-256 of the SHA-256 of the nonce (8 bytes, little-endian) and the challenge.</summary>
    public static void Seal(ReadOnlySpan<byte> challenge, ulong nonce, Span<byte> seal)
    {
        Span<byte> text = stackalloc byte[40];
        BinaryPrimitives.WriteUInt64LittleEndian(text, nonce);
        challenge[..32].CopyTo(text[8..]);
        Span<byte> inner = stackalloc byte[32];
        SHA256.HashData(text, inner);
        Hashes.Keccak256(inner, seal);
    }

    /// <summary>True if a seal, taken as a number, times the difficulty stays below 2^256.</summary>
    /// <param name="seal">The seal, 32 bytes.</param>
    /// <param name="difficulty">The subnet's difficulty.</param>
    /// <param name="order">How the runtime reads the seal as a number: little-endian since summer 2025, big-endian before.</param>
    public static bool Meets(ReadOnlySpan<byte> seal, ulong difficulty, SealOrder order = SealOrder.LittleEndian)
    {
        ulong carry = 0;
        for (int i = 0; i < SealLength; i += 8)
        {
            ulong word = order == SealOrder.LittleEndian
                ? BinaryPrimitives.ReadUInt64LittleEndian(seal[i..])
                : BinaryPrimitives.ReadUInt64BigEndian(seal[(SealLength - 8 - i)..]);
            carry = (ulong)((((UInt128)word * difficulty) + carry) >> 64);
        }

        return carry == 0;
    }
}
