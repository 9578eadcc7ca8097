namespace AudioSubnet.Inference.Hub;

/// <summary>Walks over a structure in Thrift's compact protocol without building anything, and refuses what would make a reader that builds
/// it run out of stack or memory: nesting, and counts that the bytes cannot hold.</summary>
/// <remarks>github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.</remarks>
/// <param name="bytes">The structure and whatever follows it.</param>
internal ref struct ThriftScan(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 24;
    private const int MaxElements = 1_000_000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _elements;

    /// <summary>Bytes walked over.</summary>
    public int Position { get; private set; }

    /// <summary>Values of the numbers and counts of the lists that the outermost structure has, by field.</summary>
    public Dictionary<int, long> Fields { get; } = [];

    /// <summary>Walks over the structure.</summary>
    /// <exception cref="InvalidDataException">It is broken or unreasonable.</exception>
    public void Structure() => Structure(depth: 0);

    /// <summary>Reads a number of 7 bits a byte.</summary>
    /// <exception cref="InvalidDataException">It ends early or is too long.</exception>
    public ulong Number()
    {
        ulong number = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Next();
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return number;
        }

        throw new InvalidDataException("a number does not end");
    }

    private void Structure(int depth)
    {
        RefuseDepth(depth);
        int field = 0;
        while (true)
        {
            byte head = Next();
            if (head == 0)
                return;
            int type = head & 0x0f, step = head >> 4;
            field = step != 0 ? field + step : (int)ZigZag(Number());
            long value = Value(type, depth, boolInHead: true);
            if (depth == 0)
                Fields[field] = value;
        }
    }

    // The value of a number, the count of a list; 0 for all else.
    private long Value(int type, int depth, bool boolInHead)
    {
        switch (type)
        {
            case 1 or 2:
                if (!boolInHead)
                    Skip(1);
                return 0;
            case 3:
                Skip(1);
                return 0;
            case 4 or 5 or 6:
                return ZigZag(Number());
            case 7:
                Skip(8);
                return 0;
            case 8:
                Skip(Number());
                return 0;
            case 9 or 10:
                return List(depth);
            case 11:
                return Map(depth);
            case 12:
                Structure(depth + 1);
                return 0;
            case 13:
                Skip(16);
                return 0;
            default:
                throw new InvalidDataException($"type {type} is not known");
        }
    }

    private long List(int depth)
    {
        RefuseDepth(depth);
        byte head = Next();
        ulong count = head >> 4 == 15 ? Number() : (ulong)(head >> 4);
        Count(count);
        for (ulong i = 0; i < count; i++)
            Value(head & 0x0f, depth + 1, boolInHead: false);
        return (long)count;
    }

    private long Map(int depth)
    {
        RefuseDepth(depth);
        ulong count = Number();
        Count(count);
        if (count == 0)
            return 0;
        byte types = Next();
        for (ulong i = 0; i < count; i++)
        {
            Value(types >> 4, depth + 1, boolInHead: false);
            Value(types & 0x0f, depth + 1, boolInHead: false);
        }

        return (long)count;
    }

    // Lists of lists nest without a structure in between, so both count.
    private static void RefuseDepth(int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("structures are nested too deep");
    }

    private void Count(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position) || (_elements += (int)Math.Min(count, int.MaxValue / 2)) > MaxElements)
            throw new InvalidDataException("a list has more entries than there can be");
    }

    private byte Next()
    {
        if (Position >= _bytes.Length)
            throw new InvalidDataException("it ends early");
        return _bytes[Position++];
    }

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            throw new InvalidDataException("it ends early");
        Position += (int)count;
    }

    private static long ZigZag(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);
}
