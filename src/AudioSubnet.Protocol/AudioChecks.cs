using AudioSubnet.Dsp;

namespace AudioSubnet.Protocol;

/// <summary>What both ends check of a clip.</summary>
public static class AudioChecks
{
    /// <summary>
    /// Says what makes a clip unfit to be sent or scored, or null if nothing does: empty, too long, too many channels, a rate outside
    /// the limits, NaN or infinite samples.
    /// </summary>
    /// <param name="audio">The clip.</param>
    /// <param name="maxSeconds">Longest duration, in seconds.</param>
    public static string? Check(AudioBuffer audio, double maxSeconds)
    {
        ArgumentNullException.ThrowIfNull(audio);
        if (ProtocolLimits.CheckSampleRate(audio.SampleRate) is string rateError)
            return rateError;
        if (audio.Frames == 0)
            return "the audio has no samples.";
        if (audio.Channels > ProtocolLimits.MaxChannels)
            return $"the audio has {audio.Channels} channels; the limit is {ProtocolLimits.MaxChannels}.";
        if (audio.Frames > ProtocolLimits.MaxFrames(maxSeconds, audio.SampleRate))
            return $"the audio lasts {audio.Seconds:0.0} s; the limit is {maxSeconds:0.#} s.";
        for (int c = 0; c < audio.Channels; c++)
            if (FindNonFinite(audio.Channel(c)) is int bad and >= 0)
                return $"sample {bad} of channel {c} is not a finite number.";
        return null;
    }

    /// <summary>Index of the first NaN or infinite sample, or −1.</summary>
    internal static int FindNonFinite(ReadOnlySpan<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            if (!float.IsFinite(samples[i]))
                return i;
        return -1;
    }
}
