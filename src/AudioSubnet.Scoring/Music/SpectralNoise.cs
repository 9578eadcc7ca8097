using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// Noise in music, which has no pauses to listen in: what every bin of the spectrogram never falls below (minimum statistics, after Martin
/// 2001), smoothed by a median
/// across frequency so that held notes and hum do not count as noise.
/// </summary>
internal sealed class SpectralNoise
{
    /// <summary>Percentile of a bin's power over time that is taken as its floor.</summary>
    private const double Percentile = 0.1;

    /// <summary>−ln(1 − 0.1): the 10th percentile of the exponential distribution that noise power follows, relative to its mean.</summary>
    private const double PercentileOfNoise = 0.10536;

    /// <summary>Bins of the median across frequency, on each side.</summary>
    private const int Reach = 20;

    /// <param name="power">Power spectrogram <c>[frames, bins]</c>.</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    public SpectralNoise(FrameMatrix power, int sampleRate)
    {
        (float[] quiet, double[] floor) = Floor(power);
        double noise = 0, total = 0;
        float[] mean = power.Mean();
        for (int bin = 1; bin < mean.Length; bin++)
        {
            // What a bin never falls below is no music either: without it, hum would count as signal and raise the ratio.
            total += Math.Max(0, mean[bin] - quiet[bin]);
            noise += Math.Min(mean[bin], floor[bin] / PercentileOfNoise);
        }
        SignalToNoise = total <= 0 ? 0 : 10 * Math.Log10(Math.Max(total - noise, 1e-3 * noise) / Math.Max(noise, 1e-9 * total));
        (Flatness, HarmonicToNoise) = Shape(power, sampleRate);
    }

    /// <summary>Signal-to-noise ratio in dB, from about −30 (noise alone) to 90.</summary>
    public double SignalToNoise { get; }

    /// <summary>Median spectral flatness of the audible frames, 0 (tones) … about 0.56 (white noise).</summary>
    public double Flatness { get; }

    /// <summary>Energy of spectral peaks over the energy between them, in dB, median over the audible frames.</summary>
    public double HarmonicToNoise { get; }

    /// <summary>The percentile of each bin over time, and its median across frequency.</summary>
    private static (float[] Quiet, double[] Floor) Floor(FrameMatrix power)
    {
        var quiet = new float[power.Values];
        var column = new float[power.Frames];
        for (int bin = 0; bin < power.Values; bin++)
        {
            for (int frame = 0; frame < power.Frames; frame++)
                column[frame] = power[frame, bin];
            quiet[bin] = column.Length == 0 ? 0 : Selection.Smallest(column, (int)(Percentile * (column.Length - 1)));
        }
        var floor = new double[power.Values];
        for (int bin = 0; bin < floor.Length; bin++)
            floor[bin] = Median(quiet, bin);
        return (quiet, floor);
    }

    private static (double Flatness, double HarmonicToNoise) Shape(FrameMatrix power, int sampleRate)
    {
        double binWidth = sampleRate / 2.0 / (power.Values - 1);
        int first = Math.Max(1, (int)(80 / binWidth)), last = Math.Min(power.Values - 1, (int)(6000 / binWidth));
        var energies = new double[power.Frames];
        for (int frame = 0; frame < power.Frames; frame++)
            foreach (float value in power.Frame(frame)[first..last])
                energies[frame] += value;
        double loudest = energies.Length == 0 ? 0 : energies.Max();
        var flatness = new List<double>();
        var ratios = new List<double>();
        // Every other frame is enough: neighbours overlap.
        for (int frame = 0; frame < power.Frames; frame += 2)
        {
            if (energies[frame] <= 1e-4 * loudest || energies[frame] < 1e-8)
                continue;
            Span<float> band = power.Frame(frame)[first..last];
            flatness.Add(SpectralShape.Flatness(band));
            double between = 0;
            float[] copy = band.ToArray();
            for (int bin = 0; bin < copy.Length; bin += 4)
                between += 4 * Median(copy, bin);
            ratios.Add(10 * Math.Log10(Math.Max(energies[frame] - between, 1e-3 * between) / Math.Max(between, 1e-9 * energies[frame])));
        }
        return (Middle(flatness, 1), Middle(ratios, 0));
    }

    private static double Middle(List<double> values, double none)
    {
        values.Sort();
        return values.Count == 0 ? none : values[values.Count / 2];
    }

    private static double Median(float[] values, int centre)
    {
        int from = Math.Max(0, centre - Reach), to = Math.Min(values.Length, centre + Reach + 1);
        Span<float> window = stackalloc float[2 * Reach + 1];
        window = window[..(to - from)];
        values.AsSpan(from, to - from).CopyTo(window);
        return Selection.Smallest(window, window.Length / 2);
    }
}
