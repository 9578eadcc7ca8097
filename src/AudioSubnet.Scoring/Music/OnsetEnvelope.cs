using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// How strongly something begins at each moment: the half-wave rectified rise of log-mel energy, summed over bands (spectral flux; Dixon,
/// "Onset detection revisited",
/// 2006), and what follows from it: onsets a second and tempo.
/// </summary>
internal sealed class OnsetEnvelope
{
    private const int Bands = 64, FftSize = 1024, Hop = 320;

    /// <summary>Rises below this many dB are not heard as beginnings.</summary>
    private const double Threshold = 1.0;

    /// <summary>Slowest and fastest tempo looked for, in beats a minute.</summary>
    private const double Slowest = 40, Fastest = 220;

    private readonly double[] _envelope;
    private readonly double[] _autocorrelation;

    public OnsetEnvelope(AudioBuffer audio)
    {
        FramesPerSecond = (double)audio.SampleRate / Hop;
        Seconds = audio.Seconds;
        FrameMatrix decibels = MelSpectrogram.Librosa(audio.SampleRate, FftSize, Hop, Bands).PowerDecibels(audio.Mono.Span, range: 60);
        _envelope = new double[decibels.Frames];
        for (int frame = 1; frame < decibels.Frames; frame++)
        {
            Span<float> now = decibels.Frame(frame), before = decibels.Frame(frame - 1);
            double rise = 0;
            for (int band = 0; band < Bands; band++)
                rise += Math.Max(0, now[band] - before[band]);
            _envelope[frame] = rise / Bands;
        }
        _autocorrelation = Autocorrelate(_envelope, (int)Math.Min(_envelope.Length - 1, Math.Ceiling(60 / Slowest * FramesPerSecond * 2)));
        OnsetsPerSecond = CountOnsets() / Math.Max(0.1, Seconds);
        (BeatsPerMinute, TempoStrength) = FindTempo();
    }

    /// <summary>Frames of the envelope a second.</summary>
    public double FramesPerSecond { get; }

    public double Seconds { get; }

    /// <summary>Beginnings a second.</summary>
    public double OnsetsPerSecond { get; }

    /// <summary>Mean rise at the onsets over the mean rise elsewhere, in dB: how clearly things begin.</summary>
    public double OnsetStrength { get; private set; }

    /// <summary>The tempo with the strongest period, in beats a minute; 0 if there is none.</summary>
    public double BeatsPerMinute { get; }

    /// <summary>Autocorrelation of the envelope at that period, 0 (no pulse) … 1 (a machine).</summary>
    public double TempoStrength { get; }

    /// <summary>Autocorrelation of the envelope at the period of a tempo (the best within ±2 %), 0 … 1.</summary>
    public double StrengthAt(double beatsPerMinute)
    {
        double lag = 60 / beatsPerMinute * FramesPerSecond;
        int from = (int)Math.Floor(lag * 0.98), to = (int)Math.Ceiling(lag * 1.02);
        double best = 0;
        for (int i = Math.Max(1, from); i <= to && i < _autocorrelation.Length; i++)
            best = Math.Max(best, _autocorrelation[i]);
        return best;
    }

    private int CountOnsets()
    {
        int reach = (int)(0.05 * FramesPerSecond), wide = (int)(0.4 * FramesPerSecond);
        int count = 0;
        double peaks = 0, others = 0;
        int otherCount = 0;
        int last = -reach;
        for (int i = 1; i < _envelope.Length; i++)
        {
            int from = Math.Max(0, i - wide), to = Math.Min(_envelope.Length, i + wide + 1);
            double mean = 0, highest = 0;
            for (int k = from; k < to; k++)
                mean += _envelope[k];
            mean /= to - from;
            for (int k = Math.Max(0, i - reach); k < Math.Min(_envelope.Length, i + reach + 1); k++)
                highest = Math.Max(highest, _envelope[k]);
            bool isOnset = _envelope[i] >= highest && _envelope[i] > 1.4 * mean && _envelope[i] > Threshold && i - last > reach;
            if (isOnset)
            {
                count++;
                peaks += _envelope[i];
                last = i;
            }
            else
            {
                others += _envelope[i];
                otherCount++;
            }
        }
        double floor = otherCount == 0 ? 0 : others / otherCount;
        OnsetStrength = count == 0 ? 0 : 10 * Math.Log10((peaks / count + 0.05) / (floor + 0.05));
        return count;
    }

    private (double Tempo, double Strength) FindTempo()
    {
        double bestValue = 0, bestScore = 0;
        int best = 0;
        int first = (int)Math.Ceiling(60 / Fastest * FramesPerSecond), last = (int)Math.Floor(60 / Slowest * FramesPerSecond);
        for (int lag = Math.Max(2, first); lag <= last && lag + 1 < _autocorrelation.Length; lag++)
        {
            double value = _autocorrelation[lag];
            if (value < _autocorrelation[lag - 1] || value < _autocorrelation[lag + 1])
                continue;
            // People tap near 120 beats a minute, within about an octave (Ellis, "Beat tracking by dynamic programming", 2007).
            double octaves = Math.Log2(60 * FramesPerSecond / lag / 120);
            double score = value * Math.Exp(-0.5 * octaves * octaves / (0.9 * 0.9));
            if (score > bestScore)
                (best, bestScore, bestValue) = (lag, score, value);
        }
        if (best == 0)
            return (0, 0);
        // A parabola through the neighbours places the peak between frames.
        double left = _autocorrelation[best - 1], right = _autocorrelation[best + 1];
        double bend = left - 2 * bestValue + right;
        double exact = best + (Math.Abs(bend) < 1e-12 ? 0 : Math.Clamp(0.5 * (left - right) / bend, -0.5, 0.5));
        return (60 * FramesPerSecond / exact, Math.Clamp(bestValue, 0, 1));
    }

    /// <summary>Autocorrelation of the envelope without its local mean, normalised to 1 at lag 0.</summary>
    private static double[] Autocorrelate(double[] envelope, int longest)
    {
        double mean = envelope.Length == 0 ? 0 : envelope.Average();
        double[] centred = [.. envelope.Select(value => value - mean)];
        var result = new double[Math.Max(1, longest + 1)];
        double energy = centred.Sum(value => value * value);
        result[0] = 1;
        for (int lag = 1; lag < result.Length && energy > 1e-9; lag++)
        {
            double sum = 0;
            for (int i = lag; i < centred.Length; i++)
                sum += centred[i] * centred[i - lag];
            result[lag] = sum / energy * centred.Length / (centred.Length - lag);
        }
        return result;
    }
}
