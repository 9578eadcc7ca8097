using System.Numerics.Tensors;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>Prepares recordings for models that hear waveforms.</summary>
internal static class Waveform
{
    private const double Epsilon = 1e-7; // of the reference's feature extractor

    /// <summary>The samples as mono at a rate; not normalised.</summary>
    public static float[] Prepare(AudioBuffer audio, int sampleRate)
    {
        AudioBuffer mono = audio.ToMono();
        return mono.SampleRate == sampleRate ? mono.Mono.ToArray() : Resampler.Resample(mono, sampleRate).Mono.ToArray();
    }

    /// <summary>Zero mean and unit variance, in place: (x - mean) / √(variance + 1e-7) with the population's variance.</summary>
    public static void Normalize(Span<float> samples)
    {
        if (samples.IsEmpty)
            return;
        double mean = 0, variance = 0;
        foreach (float sample in samples)
            mean += sample;
        mean /= samples.Length;
        foreach (float sample in samples)
            variance += (sample - mean) * (sample - mean);
        double scale = 1 / Math.Sqrt(variance / samples.Length + Epsilon);
        TensorPrimitives.Subtract(samples, (float)mean, samples);
        TensorPrimitives.Multiply(samples, (float)scale, samples);
    }
}
