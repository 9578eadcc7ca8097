using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.Hubert;

namespace AudioSubnet.Models.Bark;

/// <summary>
/// Makes a voice for Bark of recorded speech (GitMylo/bark-voice-cloning): HuBERT's states become semantic tokens, and EnCodec codes become the acoustic ones.
/// Thread-safe.
/// </summary>
/// <param name="hubert">HuBERT, open at the layer of the quantiser.</param>
/// <param name="quantizer">The semantic quantiser.</param>
/// <param name="codec">Bark's codec.</param>
/// <param name="rules">Bark's rules.</param>
public sealed class BarkVoiceEncoder(HubertModel hubert, SemanticQuantizer quantizer, EncodecModel codec, BarkGenerationConfig rules)
{
    // Both kinds of a voice's history together see no more than this.
    private const double MaxSeconds = 15, MinSeconds = 1;
    private const float SilentPeak = 1e-3f, Peak = 0.9f;

    /// <summary>A voice from speech.</summary>
    /// <param name="reference">Recording of any rate and number of channels; one to fifteen seconds are used.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">It is too short, or silent.</exception>
    public BarkVoice Encode(AudioBuffer reference, CancellationToken cancellationToken = default)
    {
        AudioBuffer speech = Prepare(reference);
        (float[] states, _) = hubert.Features(speech, cancellationToken);
        int[] semantic = quantizer.Tokens(states, cancellationToken);
        float[] samples = speech.SampleRate == codec.Config.SamplingRate ? speech.Mono.ToArray() : Resampler.Resample(speech, codec.Config.SamplingRate).Mono.ToArray();
        EncodecCodes codes = codec.Encode(samples, cancellationToken: cancellationToken);
        long[][] fine = [.. Enumerable.Range(0, rules.FineAcousticsConfig.NFineCodebooks).Select(index => codes.Codebook(index).ToArray())];
        return new BarkVoice
        {
            Semantic = [.. semantic.Select(static token => (long)token)],
            Coarse = [.. fine.Take(rules.CoarseAcousticsConfig.NCoarseCodebooks)],
            Fine = fine,
        };
    }

    /// <summary>Mono, without silence at the ends, of a steady level, and not longer than is used.</summary>
    private static AudioBuffer Prepare(AudioBuffer reference)
    {
        ReadOnlySpan<float> samples = reference.ToMono().Mono.Span;
        float peak = 0;
        foreach (float sample in samples)
            peak = Math.Max(peak, float.IsFinite(sample) ? Math.Abs(sample) : throw new ArgumentException("The recording has samples that are no numbers.", nameof(reference)));
        if (peak < SilentPeak)
            throw new ArgumentException("The recording is silent: there is no voice to clone.", nameof(reference));
        float threshold = peak * 0.02f;
        int start = 0, end = samples.Length;
        while (Math.Abs(samples[start]) < threshold)
            start++;
        while (Math.Abs(samples[end - 1]) < threshold)
            end--;
        if (end - start < MinSeconds * reference.SampleRate)
            throw new ArgumentException($"The recording has {(end - start) / (double)reference.SampleRate:0.0} s of sound; at least {MinSeconds:0} s of speech is needed.", nameof(reference));
        float[] speech = samples[start..Math.Min(end, start + (int)(MaxSeconds * reference.SampleRate))].ToArray();
        System.Numerics.Tensors.TensorPrimitives.Multiply(speech, Peak / peak, speech);
        return new AudioBuffer(speech, reference.SampleRate);
    }
}
