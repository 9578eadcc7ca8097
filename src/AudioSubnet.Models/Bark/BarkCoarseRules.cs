namespace AudioSubnet.Models.Bark;

/// <summary>How the first two codebooks are generated.</summary>
public sealed record BarkCoarseRules : BarkSamplingRules
{
    /// <summary>Pads the semantic tokens of a window.</summary>
    public int CoarseSemanticPadToken { get; init; } = 12048;

    /// <summary>Frames a second.</summary>
    public double CoarseRateHz { get; init; } = 75;

    /// <summary>Codebooks that take turns.</summary>
    public int NCoarseCodebooks { get; init; } = 2;

    /// <summary>Asks for coarse tokens.</summary>
    public int CoarseInferToken { get; init; } = 12050;

    /// <summary>Semantic tokens of a window.</summary>
    public int MaxCoarseInputLength { get; init; } = 256;

    /// <summary>Coarse tokens of the past that a window sees.</summary>
    public int MaxCoarseHistory { get; init; } = 630;

    /// <summary>Tokens that a window makes.</summary>
    public int SlidingWindowLen { get; init; } = 60;
}
