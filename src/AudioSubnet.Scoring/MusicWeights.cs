namespace AudioSubnet.Scoring;

/// <summary>Relative weights of the metrics of music. The defaults give the sound 0.92, the fit of prompt and sound 0.50 where a model judges it, and
/// what the prompt asks for in so many words 0.36, of which only what it names counts.</summary>
public sealed record MusicWeights
{
    /// <summary>Integrated loudness.</summary>
    public double Loudness { get; init; } = 0.06;

    /// <summary>Clipped samples.</summary>
    public double Clipping { get; init; } = 0.12;

    /// <summary>Signal-to-noise ratio.</summary>
    public double SignalToNoise { get; init; } = 0.14;

    /// <summary>Harmonic-to-noise ratio.</summary>
    public double HarmonicToNoise { get; init; } = 0.08;

    /// <summary>Spectral flatness.</summary>
    public double Flatness { get; init; } = 0.08;

    /// <summary>Share of silence.</summary>
    public double Silence { get; init; } = 0.10;

    /// <summary>Audio bandwidth.</summary>
    public double Bandwidth { get; init; } = 0.04;

    /// <summary>How clearly notes begin.</summary>
    public double OnsetStrength { get; init; } = 0.06;

    /// <summary>How clear the pulse is.</summary>
    public double TempoStrength { get; init; } = 0.06;

    /// <summary>Pitches that hold.</summary>
    public double PitchStability { get; init; } = 0.06;

    /// <summary>Pitches in tune with each other.</summary>
    public double Tuning { get; init; } = 0.06;

    /// <summary>Pitch classes in use.</summary>
    public double PitchVariety { get; init; } = 0.04;

    /// <summary>Harmony that moves.</summary>
    public double HarmonicChange { get; init; } = 0.02;

    /// <summary>Tempo stated in the prompt.</summary>
    public double PromptTempo { get; init; } = 0.10;

    /// <summary>Key stated in the prompt.</summary>
    public double PromptKey { get; init; } = 0.10;

    /// <summary>Slow or fast, if the prompt says so.</summary>
    public double PromptPace { get; init; } = 0.08;

    /// <summary>Still or lively, if the prompt says so.</summary>
    public double PromptEnergy { get; init; } = 0.08;

    /// <summary>Where the prompt stands among others for this sound; drops out where no model knows both text and sound.</summary>
    public double PromptRank { get; init; } = 0.50;
}
