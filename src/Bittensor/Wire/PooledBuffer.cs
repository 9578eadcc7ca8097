using System.Buffers;

namespace Bittensor.Wire;

/// <summary>A body in one rented block that grows by doubling as bytes really arrive. Not thread-safe.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;
    private byte[] _block = ArrayPool<byte>.Shared.Rent(FirstSize);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the block holds before it has to grow.</summary>
    public int Capacity => _block.Length;

    /// <summary>What has been written; valid until the next write or disposal.</summary>
    public ReadOnlyMemory<byte> Written => _block.AsMemory(0, Length);

    public void Advance(int count)
    {
        if (count < 0 || count > _block.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(count), count, "More than the block has room for.");
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_block.Length - Length < needed)
            Grow(needed);
        return _block.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        byte[] block = _block;
        _block = [];
        Length = 0;
        if (block.Length > 0)
            ArrayPool<byte>.Shared.Return(block);
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + needed), (int)Math.Min(2L * _block.Length, Array.MaxLength)));
        _block.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_block);
        _block = larger;
    }
}
