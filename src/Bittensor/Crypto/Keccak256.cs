using System.Buffers.Binary;
using Bittensor.Crypto.Sr25519;

namespace Bittensor.Crypto;

/// <summary>Keccak-256 as Ethereum and Substrate use it: the padding of the original submission, not that of SHA3-256.</summary>
/// <remarks>Source: The Keccak reference 3.0, G. Bertoni et al., 2011.</remarks>
internal static class Keccak256
{
    /// <summary>Bytes that one permutation absorbs.</summary>
    private const int Rate = 136;

    /// <summary>Hashes <paramref name="data"/> into 32 bytes.</summary>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        var state = default(KeccakState);
        while (data.Length >= Rate)
        {
            Absorb(ref state, data[..Rate]);
            data = data[Rate..];
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[^1] |= 0x80;
        Absorb(ref state, last);
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(8 * i)..], state[i]);
    }

    private static void Absorb(ref KeccakState state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / 8; i++)
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        state.Permute();
    }
}
