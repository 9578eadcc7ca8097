namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// The most probable segmentation under a unigram model (Kudo 2018), by dynamic programming over byte positions; the arithmetic (binary32 sums, ties to the path found first) is
/// SentencePiece's own, so that equal scores give equal pieces.
/// </summary>
internal sealed class UnigramSegmenter : IPieceSegmenter
{
    private const float UnknownPenalty = 10;

    private readonly IReadOnlyList<Piece> _pieces;
    private readonly PieceTrie _trie;
    private readonly int _unknown;
    private readonly float _unknownScore, _maxScore;

    public UnigramSegmenter(IReadOnlyList<Piece> pieces, PieceTrie trie, int unknown)
    {
        (_pieces, _trie, _unknown) = (pieces, trie, unknown);
        float[] scores = [.. pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => piece.Score).DefaultIfEmpty(0)];
        _unknownScore = scores.Min() - UnknownPenalty;
        _maxScore = scores.Max();
    }

    public IReadOnlyList<(int Id, int Start, int Length)> Segment(ReadOnlySpan<byte> text)
    {
        var best = new (int Start, int Id, float Score)[text.Length + 1];
        Array.Fill(best, (-1, 0, 0f), 1, text.Length);
        for (int start = 0; start < text.Length;)
        {
            float before = best[start].Score;
            int character = Math.Min(PieceTrie.CharacterLength(text[start]), text.Length - start);
            bool hasCharacter = false;
            int node = 0;
            for (int end = start; end < text.Length && (node = _trie.Step(node, text[end])) >= 0;)
            {
                end++;
                if (_trie.IdAt(node) is not (>= 0 and var id))
                    continue;
                // A user-defined piece always wins.
                double score = _pieces[id].Type == PieceType.UserDefined ? (end - start) * _maxScore - 0.1 : _pieces[id].Score;
                Offer(ref best[end], start, id, score + before);
                hasCharacter |= end - start == character;
            }
            if (!hasCharacter)
                Offer(ref best[start + character], start, _unknown, _unknownScore + before);
            start += character;
        }
        var result = new List<(int, int, int)>();
        for (int end = text.Length; end > 0; end = best[end].Start)
            result.Add((best[end].Id, best[end].Start, end - best[end].Start));
        result.Reverse();
        return result;
    }

    private static void Offer(ref (int Start, int Id, float Score) best, int start, int id, double score)
    {
        if (best.Start < 0 || score > best.Score)
            best = (start, id, (float)score);
    }
}
