namespace AudioSubnet.Dsp.Features;

/// <summary>Power and amplitude in decibels.</summary>
public static class Decibels
{
    /// <summary>10 log10(power); power below <paramref name="floor"/> counts as the floor.</summary>
    public static double FromPower(double power, double floor = 1e-10) => 10 * Math.Log10(Math.Max(power, floor));

    /// <summary>20 log10(|amplitude|); amplitude below <paramref name="floor"/> counts as the floor (-100 dB).</summary>
    public static double FromAmplitude(double amplitude, double floor = 1e-5) => 20 * Math.Log10(Math.Max(Math.Abs(amplitude), floor));

    /// <summary>10^(dB/20).</summary>
    public static double ToAmplitude(double decibels) => Math.Pow(10, decibels / 20);

    /// <summary>librosa's <c>power_to_db</c> over a spectrogram: 10 log10(power / reference), power at least <paramref name="floor"/>, and nothing more than
    /// <paramref name="range"/> below the loudest value.</summary>
    /// <param name="power">Power values.</param>
    /// <param name="reference">Power that becomes 0 dB.</param>
    /// <param name="floor">Smallest power.</param>
    /// <param name="range">Dynamic range in dB; null leaves it open.</param>
    public static FrameMatrix FromPower(FrameMatrix power, double reference = 1, double floor = 1e-10, double? range = 80)
    {
        ArgumentNullException.ThrowIfNull(power);
        var result = new FrameMatrix(power.Frames, power.Values);
        var from = power.Data;
        var to = result.Data;
        double offset = 10 * Math.Log10(Math.Max(floor, reference));
        float highest = float.NegativeInfinity;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = (float)(10 * Math.Log10(Math.Max(floor, from[i])) - offset);
            highest = Math.Max(highest, to[i]);
        }
        if (range is { } limit)
            for (int i = 0; i < to.Length; i++)
                to[i] = Math.Max(to[i], (float)(highest - limit));
        return result;
    }
}
