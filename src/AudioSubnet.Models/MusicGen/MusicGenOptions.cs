using AudioSubnet.Inference.Sampling;

namespace AudioSubnet.Models.MusicGen;

/// <summary>How music is generated.</summary>
public sealed record MusicGenOptions
{
    /// <summary>Length in seconds; the audio is exactly as long.</summary>
    public double Seconds { get; init; } = 10;

    /// <summary>How strictly the prompt is followed; 1 switches guidance off and halves the work.</summary>
    public float GuidanceScale { get; init; } = 3;

    /// <summary>How codes are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Seed of the choice.</summary>
    public int Seed { get; init; }
}
