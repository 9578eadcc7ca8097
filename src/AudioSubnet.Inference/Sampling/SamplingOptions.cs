namespace AudioSubnet.Inference.Sampling;

/// <summary>How a token is chosen. The defaults are those of transformers' <c>GenerationConfig</c> when it samples.</summary>
public sealed record SamplingOptions
{
    /// <summary>Always the likeliest token.</summary>
    public static SamplingOptions Greedy { get; } = new() { IsGreedy = true };

    /// <summary>Takes the likeliest token and leaves the other settings aside.</summary>
    public bool IsGreedy { get; init; }

    /// <summary>Below 1 sharpens the distribution, above 1 flattens it; positive.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Draws from this many likeliest tokens; 0 from all.</summary>
    public int TopK { get; init; } = 50;

    /// <summary>Draws from the likeliest tokens that make up this probability, 0 to 1; 1 from all.</summary>
    public float TopP { get; init; } = 1;
}
