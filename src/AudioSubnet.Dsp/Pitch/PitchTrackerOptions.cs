namespace AudioSubnet.Dsp.Pitch;

/// <summary>Settings of the <see cref="PitchTracker"/>; the costs are Praat's.</summary>
public sealed record PitchTrackerOptions
{
    /// <summary>Lowest pitch in Hz. The window is three of its periods long.</summary>
    public double MinFrequency { get; init; } = 60;

    /// <summary>Highest pitch in Hz.</summary>
    public double MaxFrequency { get; init; } = 500;

    /// <summary>Seconds from frame to frame.</summary>
    public double HopSeconds { get; init; } = 0.01;

    /// <summary>Frames quieter than this share of the loudest sample are likely unvoiced.</summary>
    public double SilenceThreshold { get; init; } = 0.03;

    /// <summary>Periodicity, 0 to 1, below which a frame is likely unvoiced.</summary>
    public double VoicingThreshold { get; init; } = 0.45;

    /// <summary>How much higher pitches are favoured, per octave, so that of a period and its double the period wins.</summary>
    public double OctaveCost { get; init; } = 0.01;

    /// <summary>Cost of a jump of one octave between frames 10 ms apart.</summary>
    public double OctaveJumpCost { get; init; } = 0.35;

    /// <summary>Cost of a change between voiced and unvoiced between frames 10 ms apart.</summary>
    public double VoicingChangeCost { get; init; } = 0.14;
}
