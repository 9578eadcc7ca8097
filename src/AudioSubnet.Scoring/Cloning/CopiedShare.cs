using System.Numerics;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>
/// How much of an answer was taken from the reference recording. The answer's speech is cut into pieces of half a second, and each is sought in the whole reference by normalised
/// cross-correlation: a piece that was cut out, moved, turned up or down, inverted, converted to another rate or lightly disturbed correlates by more than 0.85, while the same speaker, or the same
/// synthesiser, saying something else does not.
/// </summary>
public static class CopiedShare
{
    private const int SampleRate = 8000;
    private const int Piece = SampleRate / 2;
    private const int MaxPieces = 40;
    private const double SameSound = 0.85;

    /// <summary>Share of the answer's speech, 0 … 1, that is found in the reference.</summary>
    /// <param name="audio">The answer, mono, finite samples.</param>
    /// <param name="reference">The reference recording, mono, finite samples.</param>
    public static double Measure(AudioBuffer audio, AudioBuffer reference)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(reference);
        float[] answer = Resampler.Resample(audio.Mono.Span, audio.SampleRate, SampleRate);
        float[] source = Resampler.Resample(reference.Mono.Span, reference.SampleRate, SampleRate);
        int[] starts = SpeechPieces(answer);
        if (starts.Length == 0 || source.Length < Piece)
            return 0;

        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(source.Length + Piece));
        var transform = new RealFft(size);
        var spectrum = new Complex[transform.Bins];
        transform.Forward(Padded(source, size), spectrum);
        double[] energies = RunningEnergies(source);
        return (double)starts.Count(start => BestCorrelation(answer.AsSpan(start, Piece), transform, spectrum, energies) > SameSound) / starts.Length;
    }

    /// <summary>Starts of the pieces that hold speech, at most <see cref="MaxPieces"/>, spread evenly.</summary>
    private static int[] SpeechPieces(float[] samples)
    {
        int[] starts = [.. Enumerable.Range(0, samples.Length / Piece).Select(i => i * Piece)];
        if (starts.Length == 0)
            return [];
        double loudest = starts.Max(start => Levels.RmsDecibels(samples.AsSpan(start, Piece)));
        int[] active = [.. starts.Where(start => Levels.RmsDecibels(samples.AsSpan(start, Piece)) > loudest - 20)];
        int step = (active.Length + MaxPieces - 1) / MaxPieces;
        return [.. active.Where((_, i) => i % step == 0)];
    }

    /// <summary>Energy of the source in a window of one piece from each sample on.</summary>
    private static double[] RunningEnergies(float[] source)
    {
        var energies = new double[source.Length - Piece + 1];
        double energy = 0;
        for (int i = 0; i < source.Length; i++)
        {
            energy += source[i] * (double)source[i];
            if (i >= Piece)
                energy -= source[i - Piece] * (double)source[i - Piece];
            if (i >= Piece - 1)
                energies[i - Piece + 1] = energy;
        }
        return energies;
    }

    private static double BestCorrelation(ReadOnlySpan<float> piece, RealFft transform, Complex[] source, double[] energies)
    {
        double energy = 0;
        foreach (float sample in piece)
            energy += sample * (double)sample;
        var spectrum = new Complex[source.Length];
        transform.Forward(Padded(piece, transform.Size), spectrum);
        for (int i = 0; i < spectrum.Length; i++)
            spectrum[i] = source[i] * Complex.Conjugate(spectrum[i]);
        var correlation = new double[transform.Size];
        transform.Inverse(spectrum, correlation);
        double quiet = energies.Max() * 1e-4, best = 0;
        for (int i = 0; i < energies.Length; i++)
            if (energies[i] > quiet)
                best = Math.Max(best, Math.Abs(correlation[i]) / Math.Sqrt(energies[i] * energy));
        return best;
    }

    private static double[] Padded(ReadOnlySpan<float> samples, int size)
    {
        var padded = new double[size];
        for (int i = 0; i < samples.Length; i++)
            padded[i] = samples[i];
        return padded;
    }
}
