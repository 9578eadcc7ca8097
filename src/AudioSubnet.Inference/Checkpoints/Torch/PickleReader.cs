using System.Buffers.Binary;

namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>Walks over the bytes of a pickle and refuses to leave them.</summary>
/// <param name="memory">The file, for messages.</param>
/// <param name="bytes">The pickle.</param>
internal ref struct PickleReader(CheckpointMemory memory, ReadOnlySpan<byte> bytes)
{
    /// <summary>Longest module or class name in bytes.</summary>
    private const int MaxLine = 512;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes that were read.</summary>
    public int Position { get; private set; }

    public byte Byte() => Bytes(1)[0];

    public void Skip(int count) => Bytes(count);

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - Position))
            throw memory.Refuse("its pickle ends too early; it is damaged or was cut short");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    /// <summary>A length of 4 bytes; one beyond 2 GiB becomes -1, which no reading accepts.</summary>
    public int Length32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)) is var length and <= int.MaxValue ? (int)length : -1;

    /// <summary>A length of 8 bytes; one beyond 2 GiB becomes -1, which no reading accepts.</summary>
    public int Length64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8)) is var length and <= int.MaxValue ? (int)length : -1;

    /// <summary>The bytes up to the next line feed, without it.</summary>
    public ReadOnlySpan<byte> Line()
    {
        var rest = _bytes[Position..];
        int end = rest[..Math.Min(rest.Length, MaxLine)].IndexOf((byte)'\n');
        if (end < 0)
            throw memory.Refuse("its pickle has a name without an end");
        Position += end + 1;
        return rest[..end];
    }
}
