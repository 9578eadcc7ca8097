using AudioSubnet.Dsp.Features;

namespace AudioSubnet.Dsp.Measurements;

/// <summary>Levels of a signal, in dB relative to full scale (dBFS): an amplitude of 1 is 0 dBFS; silence is reported as <see cref="Floor"/>.</summary>
public static class Levels
{
    /// <summary>Lowest level that is reported, in dBFS: below the least bit of 16.</summary>
    public const double Floor = -100;

    /// <summary>Largest absolute sample; 0 for no samples.</summary>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        float peak = 0;
        foreach (float sample in samples)
            peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }

    /// <summary>Root mean square; 0 for no samples.</summary>
    public static double Rms(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += (double)sample * sample;
        return samples.IsEmpty ? 0 : Math.Sqrt(sum / samples.Length);
    }

    /// <summary>Largest absolute sample in dBFS.</summary>
    public static double PeakDecibels(ReadOnlySpan<float> samples) => Decibels.FromAmplitude(Peak(samples));

    /// <summary>Root mean square in dBFS; a full-scale sine has -3.01.</summary>
    public static double RmsDecibels(ReadOnlySpan<float> samples) => Decibels.FromAmplitude(Rms(samples));

    /// <summary>RMS level of successive blocks in dBFS; a last, shorter block counts if it is at least half as long.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="blockLength">Samples in a block.</param>
    public static double[] BlockDecibels(ReadOnlySpan<float> samples, int blockLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockLength);
        int blocks = (samples.Length + blockLength / 2) / blockLength;
        var levels = new double[blocks];
        for (int i = 0; i < blocks; i++)
            levels[i] = RmsDecibels(samples.Slice(i * blockLength, Math.Min(blockLength, samples.Length - i * blockLength)));
        return levels;
    }

    /// <summary>
    /// Share of samples, 0 to 1, that are clipped: in runs of at least <paramref name="minRun"/> neighbours that stay within 0.1 % of the peak of their own sign while that peak
    /// is at least <paramref name="threshold"/>. A sine that just touches full scale is not clipped; a flattened one is, also after it was turned down a little.
    /// </summary>
    /// <param name="samples">The signal.</param>
    /// <param name="threshold">Amplitude from which flat tops count as clipping.</param>
    /// <param name="minRun">Shortest run that counts.</param>
    public static double ClippingRatio(ReadOnlySpan<float> samples, float threshold = 0.5f, int minRun = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minRun);
        float highest = 0, lowest = 0;
        foreach (float sample in samples)
        {
            highest = Math.Max(highest, sample);
            lowest = Math.Min(lowest, sample);
        }
        int clipped = 0, run = 0;
        float previous = 0;
        foreach (float sample in samples)
        {
            float limit = sample >= 0 ? highest : -lowest;
            bool atLimit = limit >= threshold && Math.Abs(sample) >= 0.999f * limit;
            run = !atLimit ? 0 : MathF.Sign(sample) == MathF.Sign(previous) ? run + 1 : 1;
            if (run >= minRun)
                clipped += run == minRun ? minRun : 1;
            previous = sample;
        }
        return samples.IsEmpty ? 0 : (double)clipped / samples.Length;
    }

    /// <summary>Share of 20 ms blocks, 0 to 1, that are more than <paramref name="range"/> dB below the loudest one (or below -70 dBFS); 1 for no samples.</summary>
    /// <param name="samples">The signal.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="range">dB below the loudest block.</param>
    public static double SilenceRatio(ReadOnlySpan<float> samples, int sampleRate, double range = 40)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        double[] levels = BlockDecibels(samples, Math.Max(1, sampleRate / 50));
        if (levels.Length == 0)
            return 1;
        double threshold = Math.Max(levels.Max() - range, -70);
        return (double)levels.Count(level => level < threshold) / levels.Length;
    }
}
