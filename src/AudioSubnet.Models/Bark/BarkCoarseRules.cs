namespace AudioSubnet.Models.Bark;

/// <summary>How the first two codebooks are generated.</summary>
public sealed record BarkCoarseRules
{
    /// <summary>Whether tokens are drawn; otherwise the likeliest is taken.</summary>
    public bool DoSample { get; init; }

    /// <summary>Temperature of the draw.</summary>
    public float? Temperature { get; init; }

    /// <summary>Draws from this many likeliest tokens.</summary>
    public int? TopK { get; init; }

    /// <summary>Draws from the likeliest tokens that make up this probability.</summary>
    public float? TopP { get; init; }

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
