namespace AudioSubnet.Models.Bark;

/// <summary>How the codebooks after the first two are generated.</summary>
public sealed record BarkFineRules
{
    /// <summary>Temperature of the draw; null or 1 takes the likeliest.</summary>
    public float? Temperature { get; init; }

    /// <summary>Frames of the past that a window sees, and by which it moves.</summary>
    public int MaxFineHistoryLength { get; init; } = 512;

    /// <summary>Frames of a window.</summary>
    public int MaxFineInputLength { get; init; } = 1024;

    /// <summary>Codebooks in all.</summary>
    public int NFineCodebooks { get; init; } = 8;
}
