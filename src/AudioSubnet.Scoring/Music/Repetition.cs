using System.Numerics;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Transforms;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// How exactly a sound repeats itself: the highest normalised cross-correlation of the waveform with itself shifted. A tone, hum, click
/// train or copied loop repeats
/// sample by sample; music that repeats its phrases does not.
/// </summary>
internal static class Repetition
{
    /// <summary>Rate of the comparison in Hz: the strong part of music is below half of it.</summary>
    private const int Rate = 8000;

    private const double ShortestShift = 0.1, LongestShift = 10;

    /// <summary>Correlation −1 … 1 at the best shift, and that shift in seconds; 0 for sound too short to repeat.</summary>
    public static (double Correlation, double Shift) Measure(AudioBuffer audio)
    {
        ReadOnlySpan<float> samples = Resampler.Resample(audio, Rate).Mono.Span;
        int longest = Math.Min(samples.Length / 2, (int)(LongestShift * Rate)), shortest = (int)(ShortestShift * Rate);
        if (longest <= shortest)
            return (0, 0);
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)(samples.Length + longest));
        var fft = new RealFft(size);
        var padded = new double[size];
        var energy = new double[samples.Length + 1];
        for (int i = 0; i < samples.Length; i++)
        {
            padded[i] = samples[i];
            energy[i + 1] = energy[i] + (double)samples[i] * samples[i];
        }
        var bins = new Complex[fft.Bins];
        fft.Forward(padded, bins);
        for (int i = 0; i < bins.Length; i++)
            bins[i] = bins[i] * Complex.Conjugate(bins[i]);
        fft.Inverse(bins, padded);
        double best = 0;
        int bestShift = 0;
        for (int shift = shortest; shift < longest; shift++)
        {
            double product = energy[samples.Length - shift] * (energy[samples.Length] - energy[shift]);
            double correlation = product <= 0 ? 0 : padded[shift] / Math.Sqrt(product);
            if (correlation > best)
                (best, bestShift) = (correlation, shift);
        }
        return (best, (double)bestShift / Rate);
    }
}
