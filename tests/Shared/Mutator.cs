namespace AudioSubnet.TestData;

/// <summary>Makes bad inputs out of good ones: few edits, so that they get past the first bytes.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    private const int MaxLength = 1 << 16;

    /// <summary>Lengths, tags and types that parsers trip over.</summary>
    private static readonly byte[][] Interesting =
    [
        [0x00], [0x01], [0x02], [0x03], [0xff], [0xfc], [0xfd, 0xff], [0xfe, 0xff, 0xff, 0xff], [0x03, 0xff, 0xff, 0xff, 0xff],
        [0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x03, 0xff, 0xff, 0xff, 0x7f], [0xff, 0xff, 0xff, 0xff], [0xc3, 0x28],
    ];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var bytes = new List<byte>(seeds[_random.Next(seeds.Count)]);
        for (int edits = _random.Next(1, 6); edits > 0; edits--)
            Edit(bytes);
        if (bytes.Count > MaxLength)
            bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    private void Edit(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int rest = bytes.Count - at;
        switch (_random.Next(8))
        {
            case 0 when rest > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 1 when rest > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 2 when rest > 0:
                bytes.RemoveRange(at, Math.Min(_random.Next(1, 64), rest));
                break;
            case 3 when rest > 0:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(1, 256), rest)));
                break;
            case 4:
                bytes.RemoveRange(at, rest);
                break;
            case 5:
                byte[] other = seeds[_random.Next(seeds.Count)];
                int start = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(start, Math.Min(_random.Next(256), other.Length - start)).ToArray());
                break;
            case 6:
                byte[] token = Interesting[_random.Next(Interesting.Length)];
                bytes.RemoveRange(at, Math.Min(token.Length, rest));
                bytes.InsertRange(at, token);
                break;
            default:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
        }
    }
}
