using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Scale;

/// <summary>
/// Reads SCALE (Substrate's "Simple Concatenated Aggregate Little-Endian" encoding) from a span, strictly: only canonical compact
/// integers, booleans of 0 or 1, valid UTF-8. Lengths are checked against what is left before anything is allocated.
/// All methods throw <see cref="ScaleException"/> for bytes that do not fit.
/// </summary>
/// <param name="data">The bytes to read.</param>
public ref struct ScaleReader(ReadOnlySpan<byte> data)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => _data.Length - Position;

    /// <summary>The bytes from <paramref name="start"/> up to the position, for keeping a value as it was written.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _data[start..Position];

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if (count < 0 || count > Remaining)
            throw Fail($"{count} bytes are needed, {Remaining} are left");
        ReadOnlySpan<byte> bytes = _data.Slice(Position, count);
        Position += count;
        return bytes;
    }

    /// <summary>A u8.</summary>
    public byte ReadByte() => ReadBytes(1)[0];

    /// <summary>A u16.</summary>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(ReadBytes(2));

    /// <summary>A u32.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    /// <summary>A u64.</summary>
    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    /// <summary>A u128.</summary>
    public UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128LittleEndian(ReadBytes(16));

    /// <summary>An i8.</summary>
    public sbyte ReadSByte() => (sbyte)ReadByte();

    /// <summary>An i16.</summary>
    public short ReadInt16() => BinaryPrimitives.ReadInt16LittleEndian(ReadBytes(2));

    /// <summary>An i32.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(4));

    /// <summary>An i64.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(ReadBytes(8));

    /// <summary>An i128.</summary>
    public Int128 ReadInt128() => BinaryPrimitives.ReadInt128LittleEndian(ReadBytes(16));

    /// <summary>An integer of any width, for example 32 bytes for u256.</summary>
    public BigInteger ReadInteger(int bytes, bool signed) => new(ReadBytes(bytes), isUnsigned: !signed);

    /// <summary>A bool: 0 or 1.</summary>
    public bool ReadBool()
    {
        byte value = ReadByte();
        return value <= 1 ? value == 1 : throw Fail($"a bool is 0 or 1, not {value}", 1);
    }

    /// <summary>The tag of an Option: true if a value follows.</summary>
    public bool ReadOption()
    {
        byte tag = ReadByte();
        return tag <= 1 ? tag == 1 : throw Fail($"the tag of an Option is 0 or 1, not {tag}", 1);
    }

    /// <summary>An account's 32 bytes.</summary>
    public AccountId ReadAccountId() => new(ReadBytes(AccountId.Length));

    /// <summary>A compact integer of at most 8 bits.</summary>
    public byte ReadCompactByte() => (byte)ReadCompact(byte.MaxValue);

    /// <summary>A compact integer of at most 16 bits.</summary>
    public ushort ReadCompactUInt16() => (ushort)ReadCompact(ushort.MaxValue);

    /// <summary>A compact integer of at most 32 bits.</summary>
    public uint ReadCompactUInt32() => (uint)ReadCompact(uint.MaxValue);

    /// <summary>A compact integer of at most 64 bits.</summary>
    public ulong ReadCompactUInt64() => ReadCompact(ulong.MaxValue);

    /// <summary>A compact integer of at most 128 bits.</summary>
    public UInt128 ReadCompactUInt128()
    {
        int start = Position;
        BigInteger value = ReadCompactInteger();
        return value <= UInt128.MaxValue ? (UInt128)value : throw Fail("a compact integer does not fit u128", Position - start);
    }

    /// <summary>A compact integer of any size (up to 536 bits).</summary>
    public BigInteger ReadCompactInteger()
    {
        if (Remaining > 0 && (_data[Position] & 3) != 3)
            return ReadCompact(ulong.MaxValue);
        int start = Position;
        int length = (ReadByte() >> 2) + 4;
        ReadOnlySpan<byte> bytes = ReadBytes(length);
        // The shortest form only: the last byte counts, and four bytes hold what 30 bits cannot.
        if (bytes[^1] == 0 || (length == 4 && bytes[3] < 0x40))
            throw Fail("a compact integer is written longer than it needs to be", Position - start);
        return new BigInteger(bytes, isUnsigned: true);
    }

    /// <summary>
    /// The length of a sequence whose elements have at least <paramref name="minimumElementBytes"/> bytes; refused if so many cannot
    /// follow.
    /// </summary>
    public int ReadLength(int minimumElementBytes = 1)
    {
        int start = Position;
        uint length = ReadCompactUInt32();
        if (length > int.MaxValue || (long)length * minimumElementBytes > Remaining)
            throw Fail($"a length of {length} is announced with {Remaining} bytes left", Position - start);
        return (int)length;
    }

    /// <summary>A <c>Vec&lt;u8&gt;</c>.</summary>
    public ReadOnlySpan<byte> ReadByteVector() => ReadBytes(ReadLength());

    /// <summary>A string.</summary>
    public string ReadString()
    {
        ReadOnlySpan<byte> bytes = ReadByteVector();
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Fail("a string is not valid UTF-8", bytes.Length);
        }
    }

    /// <summary>A <c>Vec&lt;u16&gt;</c>.</summary>
    public ushort[] ReadUInt16Vector()
    {
        ushort[] values = new ushort[ReadLength(sizeof(ushort))];
        for (int i = 0; i < values.Length; i++)
            values[i] = ReadUInt16();
        return values;
    }

    /// <summary>Refuses anything that is left.</summary>
    public readonly void ExpectEnd()
    {
        if (Remaining > 0)
            throw Fail($"{Remaining} bytes are left over");
    }

    /// <summary>An exception that points at the position, or <paramref name="back"/> bytes before it.</summary>
    public readonly ScaleException Fail(string problem, int back = 0) => new(problem, Position - back);

    private ulong ReadCompact(ulong maximum)
    {
        int start = Position;
        byte first = ReadByte();
        ulong value;
        bool canonical = true;
        switch (first & 3)
        {
            case 0:
                value = (ulong)(first >> 2);
                break;
            case 1:
                value = (ulong)((first | (ReadByte() << 8)) >> 2);
                canonical = value >= 1 << 6;
                break;
            case 2:
                ReadOnlySpan<byte> three = ReadBytes(3);
                value = ((uint)first | ((uint)three[0] << 8) | ((uint)three[1] << 16) | ((uint)three[2] << 24)) >> 2;
                canonical = value >= 1 << 14;
                break;
            default:
                ReadOnlySpan<byte> bytes = ReadBytes((first >> 2) + 4);
                canonical = bytes[^1] != 0 && (bytes.Length > 4 || bytes[3] >= 0x40);
                if (bytes.Length > 8)
                    throw Fail($"a compact integer does not fit: the most is {maximum}", Position - start);
                Span<byte> word = stackalloc byte[8];
                word.Clear();
                bytes.CopyTo(word);
                value = BinaryPrimitives.ReadUInt64LittleEndian(word);
                break;
        }

        if (!canonical)
            throw Fail("a compact integer is written longer than it needs to be", Position - start);
        return value <= maximum ? value : throw Fail($"a compact integer of {value} does not fit: the most is {maximum}", Position - start);
    }
}
