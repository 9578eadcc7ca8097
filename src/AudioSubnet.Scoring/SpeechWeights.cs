namespace AudioSubnet.Scoring;

/// <summary>Relative weights of the metrics of speech. The defaults give adherence 0.44, clarity 0.31 (0.43 where a predictor judges it too) and naturalness 0.25.</summary>
public sealed record SpeechWeights
{
    /// <summary>Words that are right.</summary>
    public double WordErrorRate { get; init; } = 0.44;

    /// <summary>Level of the speech.</summary>
    public double Level { get; init; } = 0.03;

    /// <summary>Clipped samples.</summary>
    public double Clipping { get; init; } = 0.05;

    /// <summary>Signal-to-noise ratio.</summary>
    public double SignalToNoise { get; init; } = 0.06;

    /// <summary>Share of silence.</summary>
    public double Silence { get; init; } = 0.08;

    /// <summary>Audio bandwidth.</summary>
    public double Bandwidth { get; init; } = 0.03;

    /// <summary>Speech-to-reverberation modulation energy ratio.</summary>
    public double Reverberation { get; init; } = 0.06;

    /// <summary>Clarity as a predictor hears it, shared among its metrics by their own weights; drops out where there is none.</summary>
    public double PredictedClarity { get; init; } = 0.12;

    /// <summary>Naturalness as a whole, shared among the metrics of the predictor by their own weights.</summary>
    public double Naturalness { get; init; } = 0.25;
}
