using System.Diagnostics.CodeAnalysis;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Protocol;

/// <summary>Puts audio into synapses and takes it out again, in whichever form the two peers share. Thread-safe.</summary>
public static class AudioPayload
{
    /// <summary>
    /// Encodings that this machine reads and writes, best first; what <see cref="IAudioSynapse.AcceptAudio"/> of a request should hold.
    /// </summary>
    public static IReadOnlyList<string> SupportedEncodings => CompactAudioCodec.Supported;

    /// <summary>
    /// Writes a miner's answer: compact if the caller asked for an encoding that this machine writes, else a mono list at the synapse's
    /// list rate.
    /// </summary>
    /// <param name="synapse">The request that becomes the answer.</param>
    /// <param name="audio">The answer, any rate.</param>
    /// <exception cref="ArgumentException">The audio breaks a limit of <see cref="ProtocolLimits"/>; the message says which.</exception>
    public static void WriteAnswer(IAudioSynapse synapse, AudioBuffer audio)
    {
        ArgumentNullException.ThrowIfNull(synapse);
        ArgumentNullException.ThrowIfNull(audio);
        if (AudioChecks.Check(audio, synapse.MaxOutputSeconds) is string error)
            throw new ArgumentException(error, nameof(audio));

        string? encoding = CompactAudioCodec.Choose(synapse.AcceptAudio);
        synapse.CompactAudio = encoding is null ? null : CompactAudioCodec.Encode(audio, encoding);
        synapse.OutputSamples = encoding is null ? ToList(audio, synapse.OutputListSampleRate) : null;
    }

    /// <summary>Reads a miner's answer.</summary>
    /// <param name="synapse">The answer.</param>
    /// <param name="audio">The audio, within the limits, if there is some.</param>
    /// <param name="error">What was wrong, as a sentence for the score's explanation, if there is none.</param>
    public static bool TryReadAnswer(
        IAudioSynapse synapse, [NotNullWhen(true)] out AudioBuffer? audio, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(synapse);
        if (synapse.CompactAudio is { } compact)
            return CompactAudioCodec.TryDecode(compact, "compact_audio", synapse.MaxOutputSeconds, out audio, out error);
        if (synapse.OutputSamples is { } list)
            return list.TryToAudio(synapse.OutputListSampleRate, synapse.MaxOutputSeconds, out audio, out error);
        audio = null;
        error = "the answer holds no audio.";
        return false;
    }

    /// <summary>Writes the recording of the voice to clone into a request.</summary>
    /// <param name="synapse">The request.</param>
    /// <param name="reference">The recording; made mono.</param>
    /// <param name="minerReadsCompact">True only if the miner has answered in compact form before; a peer that does not know the field
    /// would find no recording.</param>
    /// <exception cref="ArgumentException">The recording breaks a limit of <see cref="ProtocolLimits"/>; the message says
    /// which.</exception>
    public static void WriteReference(VoiceClone synapse, AudioBuffer reference, bool minerReadsCompact = false)
    {
        ArgumentNullException.ThrowIfNull(synapse);
        ArgumentNullException.ThrowIfNull(reference);
        if (CheckReference(reference) is string error)
            throw new ArgumentException(error, nameof(reference));

        AudioBuffer mono = reference.ToMono();
        synapse.SampleRate = mono.SampleRate;
        synapse.CompactInput = minerReadsCompact ? CompactAudioCodec.Encode(mono, CompactAudioCodec.Supported[0]) : null;
        synapse.CloneInput = minerReadsCompact ? null : SampleList.FromAudio(mono);
    }

    /// <summary>Reads the recording of the voice to clone.</summary>
    /// <param name="synapse">The request.</param>
    /// <param name="reference">The recording, within the limits, if there is one.</param>
    /// <param name="error">What was wrong, for the caller, if there is none.</param>
    public static bool TryReadReference(
        VoiceClone synapse, [NotNullWhen(true)] out AudioBuffer? reference, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(synapse);
        if (!TryReadRecording(synapse, out reference, out error))
            return false;
        error = CheckReference(reference);
        return error is null;
    }

    private static bool TryReadRecording(
        VoiceClone synapse, [NotNullWhen(true)] out AudioBuffer? reference, [NotNullWhen(false)] out string? error)
    {
        if (synapse.CompactInput is { } compact)
            return CompactAudioCodec.TryDecode(compact, "compact_input", ProtocolLimits.MaxReferenceSeconds, out reference, out error);

        reference = null;
        error = synapse.CloneInput is null ? "clone_input is missing." : null;
        if (error is null && ProtocolLimits.CheckSampleRate(synapse.SampleRate) is string rateError)
            error = $"sample_rate: {rateError}";
        if (error is not null)
            return false;
        int sampleRate = synapse.SampleRate!.Value;
        if (synapse.CloneInput!.TryToAudio(sampleRate, ProtocolLimits.MaxReferenceSeconds, out reference, out string? listError))
            return true;
        error = $"clone_input: {listError}";
        return false;
    }

    private static string? CheckReference(AudioBuffer reference) =>
        AudioChecks.Check(reference, ProtocolLimits.MaxReferenceSeconds)
        ?? (reference.Seconds < ProtocolLimits.MinReferenceSeconds
            ? $"the recording lasts {reference.Seconds:0.00} s; at least {ProtocolLimits.MinReferenceSeconds} s are needed."
            : null);

    private static SampleList ToList(AudioBuffer audio, int sampleRate) =>
        SampleList.FromAudio(Resampler.Resample(audio.ToMono(), sampleRate));
}
