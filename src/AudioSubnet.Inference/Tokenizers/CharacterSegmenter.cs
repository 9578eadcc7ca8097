namespace AudioSubnet.Inference.Tokenizers;

/// <summary>One piece a character; user-defined pieces stay whole.</summary>
internal sealed class CharacterSegmenter(PieceTrie pieces, PieceTrie userDefined, int unknown) : IPieceSegmenter
{
    public IReadOnlyList<(int Id, int Start, int Length)> Segment(ReadOnlySpan<byte> text)
    {
        var result = new List<(int, int, int)>(text.Length);
        for (int start = 0; start < text.Length;)
        {
            int length = userDefined.LongestPrefix(text[start..]);
            if (length == 0)
                length = Math.Min(PieceTrie.CharacterLength(text[start]), text.Length - start);
            result.Add((Find(text.Slice(start, length)), start, length));
            start += length;
        }
        return result;
    }

    private int Find(ReadOnlySpan<byte> text)
    {
        int node = 0;
        foreach (byte value in text)
            if ((node = pieces.Step(node, value)) < 0)
                return unknown;
        return pieces.IdAt(node) is >= 0 and var id ? id : unknown;
    }
}
