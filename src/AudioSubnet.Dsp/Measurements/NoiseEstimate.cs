namespace AudioSubnet.Dsp.Measurements;

/// <summary>Noise floor of a recording, from its quietest moments.</summary>
/// <param name="NoiseFloor">Level of the noise in dBFS.</param>
/// <param name="SignalLevel">Level of the active parts in dBFS.</param>
public readonly record struct NoiseEstimate(double NoiseFloor, double SignalLevel)
{
    /// <summary>Signal-to-noise ratio in dB.</summary>
    public double SignalToNoise => SignalLevel - NoiseFloor;

    /// <summary>
    /// Estimates from 20 ms blocks: speech pauses, so the 10th percentile of block power is the noise, and the mean power of the blocks above the median level is the
    /// signal (its own share of noise taken off). Noise that never pauses lifts the quiet blocks; that is the case it measures. A steady tone or noise has about 0 dB.
    /// </summary>
    /// <param name="samples">The signal.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    public static NoiseEstimate Measure(ReadOnlySpan<float> samples, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        double[] levels = Levels.BlockDecibels(samples, Math.Max(1, sampleRate / 50));
        if (levels.Length == 0)
            return new NoiseEstimate(Levels.Floor, Levels.Floor);
        Array.Sort(levels);
        double noise = levels[levels.Length / 10];
        double noisePower = Math.Pow(10, noise / 10);
        double activePower = levels.Skip(levels.Length / 2).Average(level => Math.Pow(10, level / 10));
        double signalPower = Math.Max(activePower - noisePower, noisePower * 0.01);
        return new NoiseEstimate(noise, Math.Max(Levels.Floor, 10 * Math.Log10(signalPower)));
    }
}
