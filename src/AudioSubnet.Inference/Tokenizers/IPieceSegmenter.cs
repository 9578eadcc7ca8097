namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Cuts normalised UTF-8 into pieces.</summary>
internal interface IPieceSegmenter
{
    /// <summary>Pieces in order; together they cover the text.</summary>
    IReadOnlyList<(int Id, int Start, int Length)> Segment(ReadOnlySpan<byte> text);
}
