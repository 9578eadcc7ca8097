using System.Numerics;
using AudioSubnet.Dsp.Features;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// What a sound has in pitches: spectral peaks that hold, how well they sit on a tempered scale, which pitch classes they form and how
/// these change. Music holds its
/// pitches and tunes them to each other; speech glides, noise has none, a tone has one.
/// </summary>
internal sealed class PitchContent
{
    /// <summary>Peaks are looked for between these frequencies, in Hz.</summary>
    private const double Lowest = 110, Highest = 2500;

    /// <summary>A peak stands at least this much above the median around it, as power.</summary>
    private const double Prominence = 20;

    /// <summary>Peaks of a frame more than this far below its strongest do not count, as power.</summary>
    private const double Range = 1e-3;

    /// <summary>Chroma is averaged over this long before its changes are measured, in seconds.</summary>
    private const double ChordSeconds = 0.5;

    private readonly double[] _chroma = new double[12];

    /// <param name="power">Power spectrogram <c>[frames, bins]</c>, window long enough to part neighbouring semitones at 250 Hz (about 130
    /// ms).</param>
    /// <param name="sampleRate">Sample rate in Hz.</param>
    /// <param name="hop">Samples from frame to frame.</param>
    public PitchContent(FrameMatrix power, int sampleRate, int hop)
    {
        double binWidth = sampleRate / 2.0 / (power.Values - 1);
        var frames = new List<(double Semitones, double Weight)>[power.Frames];
        double[] levels = new double[power.Frames];
        for (int frame = 0; frame < power.Frames; frame++)
        {
            frames[frame] = Peaks(power.Frame(frame), binWidth);
            foreach (float value in power.Frame(frame))
                levels[frame] += value;
        }
        double loudest = levels.Length == 0 ? 0 : levels.Max();
        double held = 0, total = 0;
        Complex grid = Complex.Zero;
        int perChord = Math.Max(1, (int)(ChordSeconds * sampleRate / hop));
        var chords = new List<double[]>();
        for (int frame = 0; frame < frames.Length; frame++)
        {
            if (frame % perChord == 0)
                chords.Add(new double[12]);
            if (levels[frame] < 1e-4 * loudest)
                continue;
            foreach ((double semitones, double weight) in frames[frame])
            {
                total += weight;
                // Held: the same pitch, within a fifth of a semitone, in both neighbouring frames.
                bool holds = frame > 0 && frame + 1 < frames.Length && Has(frames[frame - 1], semitones) && Has(frames[frame + 1], semitones);
                if (!holds)
                    continue;
                held += weight;
                grid += Complex.FromPolarCoordinates(weight, 2 * Math.PI * semitones);
                int pitchClass = ((int)Math.Round(semitones) % 12 + 12) % 12;
                _chroma[pitchClass] += weight;
                chords[^1][pitchClass] += weight;
            }
        }
        HeldShare = total > 0 ? held / total : 0;
        Tuning = held > 0 ? grid.Magnitude / held : 0;
        PitchClasses = Perplexity(_chroma);
        HarmonicChange = Change(chords);
    }

    /// <summary>Share of the peaks' weight that holds its pitch for three frames, 0 … 1.</summary>
    public double HeldShare { get; }

    /// <summary>How well the held pitches share one tempered grid, 0 (anywhere) … 1 (exactly in tune with each other).</summary>
    public double Tuning { get; }

    /// <summary>Number of pitch classes in use: the perplexity of the chroma, 1 (one tone) … 12 (all alike).</summary>
    public double PitchClasses { get; }

    /// <summary>Mean distance (1 − cosine) of the chroma from one half second to the next: 0 for what stays, 1 for what has nothing in
    /// common.</summary>
    public double HarmonicChange { get; }

    /// <summary>Energy by pitch class, 0 = C.</summary>
    public IReadOnlyList<double> Chroma => _chroma;

    private static List<(double Semitones, double Weight)> Peaks(Span<float> power, double binWidth)
    {
        int first = Math.Max(3, (int)(Lowest / binWidth)), last = Math.Min(power.Length - 4, (int)(Highest / binWidth));
        double highest = 0;
        for (int bin = first; bin <= last; bin++)
            highest = Math.Max(highest, power[bin]);
        var peaks = new List<(double, double)>();
        if (highest < 1e-8)
            return peaks;
        for (int bin = first; bin <= last; bin++)
        {
            double value = power[bin];
            if (value < power[bin - 1] || value <= power[bin + 1] || value < Range * highest || value < Prominence * Around(power, bin))
                continue;
            // A parabola through the logarithms places the peak between bins.
            double left = Math.Log(power[bin - 1] + 1e-20), middle = Math.Log(value + 1e-20), right = Math.Log(power[bin + 1] + 1e-20);
            double bend = left - 2 * middle + right;
            double exact = bin + (Math.Abs(bend) < 1e-12 ? 0 : Math.Clamp(0.5 * (left - right) / bend, -0.5, 0.5));
            // MIDI pitch; the fourth root of power weighs like loudness and lets inner voices count.
            peaks.Add((69 + 12 * Math.Log2(exact * binWidth / 440), Math.Sqrt(Math.Sqrt(value))));
        }
        return peaks;
    }

    /// <summary>Median of the bins around a peak, without the peak's own main lobe.</summary>
    private static double Around(Span<float> power, int bin)
    {
        const int reach = 12, lobe = 2;
        Span<float> values = stackalloc float[2 * reach];
        int count = 0;
        for (int i = Math.Max(0, bin - reach); i <= Math.Min(power.Length - 1, bin + reach); i++)
            if (Math.Abs(i - bin) > lobe)
                values[count++] = power[i];
        values = values[..count];
        values.Sort();
        return values[count / 2];
    }

    private static bool Has(List<(double Semitones, double Weight)> peaks, double semitones)
    {
        foreach ((double other, _) in peaks)
            if (Math.Abs(other - semitones) < 0.2)
                return true;
        return false;
    }

    private static double Perplexity(double[] values)
    {
        double sum = values.Sum(), entropy = 0;
        if (sum <= 0)
            return 0;
        foreach (double value in values)
            if (value > 0)
                entropy -= value / sum * Math.Log(value / sum);
        return Math.Exp(entropy);
    }

    private static double Change(List<double[]> chords)
    {
        double sum = 0;
        int count = 0;
        for (int i = 1; i < chords.Count; i++)
        {
            double dot = 0, left = 0, right = 0;
            for (int k = 0; k < 12; k++)
            {
                dot += chords[i][k] * chords[i - 1][k];
                left += chords[i][k] * chords[i][k];
                right += chords[i - 1][k] * chords[i - 1][k];
            }
            if (left <= 0 || right <= 0)
                continue;
            sum += 1 - dot / Math.Sqrt(left * right);
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }
}
