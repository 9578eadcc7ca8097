using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Scale;

/// <summary>Writes SCALE into a pooled buffer that grows; disposing gives the buffer back. Not thread-safe.</summary>
public sealed class ScaleWriter : IDisposable
{
    private byte[] _buffer;

    /// <summary>A writer whose first buffer has at least <paramref name="capacity"/> bytes.</summary>
    public ScaleWriter(int capacity = 256) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Raw bytes, without a length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>A u8.</summary>
    public void WriteByte(byte value) => Reserve(1)[0] = value;

    /// <summary>A bool: 0 or 1.</summary>
    public void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>A u16.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(2), value);

    /// <summary>A u32.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(4), value);

    /// <summary>A u64.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    /// <summary>A u128.</summary>
    public void WriteUInt128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Reserve(16), value);

    /// <summary>An integer of any width, for example 32 bytes for u256.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value does not fit.</exception>
    public void WriteInteger(BigInteger value, int bytes, bool signed)
    {
        if (value.GetByteCount(isUnsigned: !signed && value.Sign >= 0) > bytes || (!signed && value.Sign < 0))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Does not fit {bytes * 8} bits.");
        Span<byte> destination = Reserve(bytes);
        destination.Fill(value.Sign < 0 ? (byte)0xff : (byte)0);
        value.TryWriteBytes(destination, out _, isUnsigned: !signed);
    }

    /// <summary>A compact integer.</summary>
    public void WriteCompact(ulong value)
    {
        if (value < 1 << 6)
            WriteByte((byte)(value << 2));
        else if (value < 1 << 14)
            WriteUInt16((ushort)((value << 2) | 1));
        else if (value < 1 << 30)
            WriteUInt32((uint)((value << 2) | 2));
        else
        {
            int length = 8 - (BitOperations.LeadingZeroCount(value) / 8);
            WriteByte((byte)(((length - 4) << 2) | 3));
            Span<byte> destination = Reserve(length);
            for (int i = 0; i < length; i++)
                destination[i] = (byte)(value >> (8 * i));
        }
    }

    /// <summary>A compact integer of up to 536 bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 536 bits.</exception>
    public void WriteCompact(BigInteger value)
    {
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > 67)
            throw new ArgumentOutOfRangeException(nameof(value), value, "A compact integer has 0 to 536 bits.");
        if (value <= ulong.MaxValue)
        {
            WriteCompact((ulong)value);
            return;
        }

        int length = value.GetByteCount(isUnsigned: true);
        WriteByte((byte)(((length - 4) << 2) | 3));
        value.TryWriteBytes(Reserve(length), out _, isUnsigned: true);
    }

    /// <summary>The length of a sequence.</summary>
    public void WriteLength(int length) => WriteCompact((ulong)length);

    /// <summary>The tag of an Option: true if a value follows.</summary>
    public void WriteOption(bool hasValue) => WriteBool(hasValue);

    /// <summary>A <c>Vec&lt;u8&gt;</c>.</summary>
    public void WriteByteVector(ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>A string, as UTF-8.</summary>
    public void WriteString(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        WriteLength(length);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    /// <summary>An account's 32 bytes.</summary>
    public void WriteAccountId(AccountId account) => WriteBytes(account.Bytes);

    /// <summary>A <c>Vec&lt;u16&gt;</c>.</summary>
    public void WriteUInt16Vector(ReadOnlySpan<ushort> values)
    {
        WriteLength(values.Length);
        foreach (ushort value in values)
            WriteUInt16(value);
    }

    /// <summary>Forgets what was written, keeping the buffer.</summary>
    public void Clear() => Length = 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        Span<byte> span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
