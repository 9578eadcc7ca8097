using System.Buffers.Binary;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>A 32-byte hash, compared by value.</summary>
internal readonly struct BlockHash : IEquatable<BlockHash>
{
    public const int Length = 32;

    private readonly byte[]? _bytes;

    public BlockHash(byte[] bytes) => _bytes = bytes.Length == Length
        ? bytes
        : throw new ArgumentException($"A hash has {Length} bytes, not {bytes.Length}.", nameof(bytes));

    public ReadOnlySpan<byte> Bytes => _bytes ?? new byte[Length];

    public byte[] ToArray() => Bytes.ToArray();

    public bool Equals(BlockHash other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is BlockHash other && Equals(other);

    /// <summary>The bytes are evenly spread already.</summary>
    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(Bytes);

    public override string ToString() => "0x" + Convert.ToHexStringLower(Bytes);
}
