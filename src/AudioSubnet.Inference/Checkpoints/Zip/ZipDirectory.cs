using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace AudioSubnet.Inference.Checkpoints.Zip;

/// <summary>
/// The members of a ZIP archive in mapped memory. Stored members are used where they lie, which the archive classes of the platform do not offer. Members that overlap,
/// repeat a name, leave the file or unpack to more than they say are refused. Format: PKWARE, APPNOTE.TXT 6.3 (with ZIP64).
/// </summary>
internal sealed unsafe class ZipDirectory
{
    private const uint LocalSignature = 0x04034B50, CentralSignature = 0x02014B50, EndSignature = 0x06054B50, Zip64EndSignature = 0x06064B50, Zip64LocatorSignature = 0x07064B50;
    private const int LocalBytes = 30, CentralBytes = 46, EndBytes = 22, Zip64EndBytes = 56, Zip64LocatorBytes = 20, MaxCommentBytes = ushort.MaxValue;

    private readonly CheckpointMemory _memory;
    private readonly Dictionary<string, ZipMember> _members = new(StringComparer.Ordinal);

    private ZipDirectory(CheckpointMemory memory) => _memory = memory;

    /// <summary>All members by their paths.</summary>
    public IReadOnlyDictionary<string, ZipMember> Members => _members;

    /// <summary>Whether a file begins like a ZIP archive.</summary>
    public static bool IsZip(CheckpointMemory memory) => memory.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(memory.Slice(0, 4)) == LocalSignature;

    /// <summary>Reads the directory at the end of an archive.</summary>
    /// <exception cref="CheckpointException">It is damaged, cut short or hostile.</exception>
    public static ZipDirectory Read(CheckpointMemory memory)
    {
        var directory = new ZipDirectory(memory);
        var (offset, length, count) = FindDirectory(memory);
        if (offset > (ulong)memory.Length || length > (ulong)memory.Length - offset || count > length / CentralBytes)
            throw memory.Refuse($"its ZIP directory claims {count} members in {length} bytes at {offset}, which its {memory.Length} bytes do not hold");
        var ranges = new List<(long Start, long End, string Name)>((int)count);
        long at = (long)offset, end = (long)(offset + length);
        for (ulong i = 0; i < count; i++)
            at = directory.ReadEntry(at, end, (long)offset, ranges);
        ranges.Sort();
        for (int i = 1; i < ranges.Count; i++)
            if (ranges[i].Start < ranges[i - 1].End)
                throw memory.Refuse($"the ZIP members '{ranges[i - 1].Name}' and '{ranges[i].Name}' overlap");
        return directory;
    }

    /// <summary>The bytes of a member: in place if they are stored as they are, otherwise unpacked.</summary>
    /// <exception cref="CheckpointException">They are damaged, or unpack to more than is in proportion to the archive.</exception>
    public nint Open(ZipMember member)
    {
        nint stored = _memory.Address + (nint)member.Offset;
        if (!member.IsDeflated)
            return stored;
        nint unpacked = _memory.Allocate(member.Length);
        try
        {
            using var input = new UnmanagedMemoryStream((byte*)stored, member.StoredLength);
            using var inflate = new DeflateStream(input, CompressionMode.Decompress);
            for (long at = 0; at < member.Length;)
            {
                int read = inflate.Read(new Span<byte>((byte*)unpacked + at, (int)Math.Min(1 << 24, member.Length - at)));
                if (read == 0)
                    throw _memory.Refuse($"the ZIP member '{member.Name}' ends after {at} of {member.Length} bytes");
                at += read;
            }
            if (inflate.ReadByte() >= 0)
                throw _memory.Refuse($"the ZIP member '{member.Name}' unpacks to more than the {member.Length} bytes it claims");
        }
        catch (InvalidDataException cause)
        {
            throw _memory.Refuse($"the ZIP member '{member.Name}' is damaged: {cause.Message}", cause);
        }
        return unpacked;
    }

    /// <summary>The bytes of a member of at most 2 GiB.</summary>
    /// <inheritdoc cref="Open"/>
    public ReadOnlySpan<byte> Bytes(ZipMember member) =>
        member.Length <= int.MaxValue ? new((void*)Open(member), (int)member.Length) : throw _memory.Refuse($"the ZIP member '{member.Name}' has {member.Length} bytes");

    /// <summary>Place, size and number of entries of the central directory, from the record at the archive's end.</summary>
    private static (ulong Offset, ulong Length, ulong Count) FindDirectory(CheckpointMemory memory)
    {
        int tail = (int)Math.Min(memory.Length, EndBytes + MaxCommentBytes);
        var bytes = memory.Slice(memory.Length - tail, tail);
        Span<byte> signature = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, EndSignature);
        int at = bytes.LastIndexOf(signature);
        if (at < 0 || at > tail - EndBytes)
            throw memory.Refuse("its ZIP directory is missing; it was cut short");
        var end = bytes.Slice(at, EndBytes);
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (count != ushort.MaxValue && length != uint.MaxValue && offset != uint.MaxValue)
            return (offset, length, count);
        var locator = memory.Slice(memory.Length - tail + at - Zip64LocatorBytes, Zip64LocatorBytes);
        long place = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Zip64LocatorSignature || BinaryPrimitives.ReadUInt32LittleEndian(memory.Slice(place, Zip64EndBytes)) != Zip64EndSignature)
            throw memory.Refuse("its ZIP64 directory is missing");
        var large = memory.Slice(place, Zip64EndBytes);
        return (BinaryPrimitives.ReadUInt64LittleEndian(large[48..]), BinaryPrimitives.ReadUInt64LittleEndian(large[40..]), BinaryPrimitives.ReadUInt64LittleEndian(large[32..]));
    }

    private long ReadEntry(long at, long end, long directoryOffset, List<(long Start, long End, string Name)> ranges)
    {
        if (end - at < CentralBytes)
            throw _memory.Refuse("its ZIP directory ends too early");
        var entry = _memory.Slice(at, CentralBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(entry) != CentralSignature)
            throw _memory.Refuse($"its ZIP directory is damaged at byte {at}");
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]), commentLength = BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        long next = at + CentralBytes + nameLength + extraLength + commentLength;
        if (next > end)
            throw _memory.Refuse("its ZIP directory ends too early");
        var rawName = _memory.Slice(at + CentralBytes, nameLength);
        if (!Utf8.IsValid(rawName))
            throw _memory.Refuse($"its ZIP directory has a name at byte {at} that is not UTF-8");
        string name = Encoding.UTF8.GetString(rawName);
        if ((flags & 1) != 0 || method is not (0 or 8))
            throw _memory.Refuse($"the ZIP member '{name}' is encrypted or compressed by method {method}; only stored and deflated ones are read");

        ulong stored = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]), length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), header = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        ReadZip64(_memory.Slice(at + CentralBytes + nameLength, extraLength), ref length, ref stored, ref header);
        if (header > (ulong)directoryOffset || directoryOffset - (long)header < LocalBytes)
            throw _memory.Refuse($"the ZIP member '{name}' lies at {header}, outside the file's data");
        var local = _memory.Slice((long)header, LocalBytes);
        long data = (long)header + LocalBytes + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature || data > directoryOffset || stored > (ulong)(directoryOffset - data) || length > long.MaxValue)
            throw _memory.Refuse($"the ZIP member '{name}' of {stored} bytes at {header} does not lie within the file's data");
        if (method == 0 && stored != length)
            throw _memory.Refuse($"the ZIP member '{name}' is stored in {stored} bytes but claims {length}");
        if (!_members.TryAdd(name, new ZipMember(name, data, (long)stored, (long)length, method != 0)))
            throw _memory.Refuse($"the ZIP member '{name}' is there twice");
        ranges.Add(((long)header, data + (long)stored, name));
        return next;
    }

    /// <summary>Takes from the extra field (header 1) those numbers that did not fit 32 bits, in this order.</summary>
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref ulong length, ref ulong stored, ref ulong header)
    {
        while (extra.Length >= 4)
        {
            int size = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                var numbers = extra.Slice(4, size);
                Take(ref numbers, ref length);
                Take(ref numbers, ref stored);
                Take(ref numbers, ref header);
                return;
            }
            extra = extra[(4 + size)..];
        }

        static void Take(ref ReadOnlySpan<byte> numbers, ref ulong number)
        {
            if (number != uint.MaxValue || numbers.Length < 8)
                return;
            number = BinaryPrimitives.ReadUInt64LittleEndian(numbers);
            numbers = numbers[8..];
        }
    }
}
