namespace AudioSubnet.Dsp.Pitch;

/// <summary>Pitch over time: frame i lies at i × <see cref="HopSeconds"/>.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="HopSeconds">Seconds from frame to frame.</param>
public sealed record PitchTrack(IReadOnlyList<PitchFrame> Frames, double HopSeconds)
{
    /// <summary>Seconds that are voiced.</summary>
    public double VoicedSeconds => Frames.Count(frame => frame.IsVoiced) * HopSeconds;

    /// <summary>Share of frames that are voiced, 0 to 1.</summary>
    public double VoicedRatio => Frames.Count == 0 ? 0 : (double)Frames.Count(frame => frame.IsVoiced) / Frames.Count;

    /// <summary>Median F0 in Hz over voiced frames; 0 if there are none.</summary>
    public double MedianFrequency => Quantile(0.5);

    /// <summary>Spread of F0 in semitones: half the distance between the 16th and the 84th percentile, which for a normal distribution is its standard deviation,
    /// and unlike it does not mind a few octave errors. 0 without voiced frames.</summary>
    public double SpreadSemitones => MedianFrequency == 0 ? 0 : 6 * Math.Log2(Quantile(0.84) / Quantile(0.16));

    /// <summary>A quantile of F0 in Hz over voiced frames, linearly interpolated; 0 if there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] voiced = [.. Frames.Where(frame => frame.IsVoiced).Select(frame => frame.Frequency).Order()];
        if (voiced.Length == 0)
            return 0;
        double position = share * (voiced.Length - 1);
        int index = Math.Min((int)position, voiced.Length - 2);
        return voiced.Length == 1 ? voiced[0] : voiced[index] + (position - index) * (voiced[index + 1] - voiced[index]);
    }

    /// <summary>F0 in Hz at a time, from the nearest frame; 0 where unvoiced or outside.</summary>
    /// <param name="seconds">The time.</param>
    public double FrequencyAt(double seconds)
    {
        double index = Math.Round(seconds / HopSeconds);
        return index >= 0 && index < Frames.Count ? Frames[(int)index].Frequency : 0;
    }
}
