namespace AudioSubnet.Dsp.Measurements;

/// <summary>Shape of one power spectrum.</summary>
public static class SpectralShape
{
    /// <summary>Geometric over arithmetic mean of power: 1 for white noise's expectation of a flat spectrum, towards 0 for tones. 1 for silence.</summary>
    /// <param name="power">Power of each bin.</param>
    /// <param name="floor">Smallest power, as librosa's <c>amin</c>.</param>
    public static double Flatness(ReadOnlySpan<float> power, double floor = 1e-10)
    {
        double logarithms = 0, sum = 0;
        foreach (float value in power)
        {
            double bounded = Math.Max(value, floor);
            logarithms += Math.Log(bounded);
            sum += bounded;
        }
        return power.IsEmpty ? 1 : Math.Exp(logarithms / power.Length) / (sum / power.Length);
    }

    /// <summary>Centre of gravity in Hz; 0 for silence.</summary>
    /// <param name="power">Power of the bins from 0 Hz to half the sample rate.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    public static double Centroid(ReadOnlySpan<float> power, int sampleRate)
    {
        double weighted = 0, sum = 0;
        for (int i = 0; i < power.Length; i++)
        {
            weighted += power[i] * Frequency(i, power.Length, sampleRate);
            sum += power[i];
        }
        return sum == 0 ? 0 : weighted / sum;
    }

    /// <summary>Standard deviation in Hz of frequency around the centroid, weighted by power; 0 for silence.</summary>
    /// <param name="power">Power of the bins from 0 Hz to half the sample rate.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    public static double Bandwidth(ReadOnlySpan<float> power, int sampleRate)
    {
        double centroid = Centroid(power, sampleRate), weighted = 0, sum = 0;
        for (int i = 0; i < power.Length; i++)
        {
            double distance = Frequency(i, power.Length, sampleRate) - centroid;
            weighted += power[i] * distance * distance;
            sum += power[i];
        }
        return sum == 0 ? 0 : Math.Sqrt(weighted / sum);
    }

    /// <summary>Frequency in Hz below which a share of the power lies; 0 for silence.</summary>
    /// <param name="power">Power of the bins from 0 Hz to half the sample rate.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="share">The share, for example 0.85 or 0.95.</param>
    public static double RollOff(ReadOnlySpan<float> power, int sampleRate, double share = 0.85)
    {
        double total = 0, sum = 0;
        foreach (float value in power)
            total += value;
        if (total == 0)
            return 0;
        for (int i = 0; i < power.Length; i++)
            if ((sum += power[i]) >= share * total)
                return Frequency(i, power.Length, sampleRate);
        return sampleRate / 2.0;
    }

    private static double Frequency(int bin, int bins, int sampleRate) => bins < 2 ? 0 : bin * (sampleRate / 2.0) / (bins - 1);
}
