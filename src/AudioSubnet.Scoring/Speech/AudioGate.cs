using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;

namespace AudioSubnet.Scoring.Speech;

/// <summary>The first gate: is this audio that can be measured at all?</summary>
internal static class AudioGate
{
    private const int LowestRate = 4000;
    private const int HighestRate = 192000;
    private const double ShortestSeconds = 0.1;

    /// <summary>The audio as mono without offset and, as a player would play it, clipped at full scale; or why it cannot be scored.</summary>
    public static (AudioBuffer? Audio, string? Fault) Open(AudioBuffer audio, ScoringOptions options)
    {
        if (audio.Frames == 0)
            return (null, "The audio is empty.");
        if (audio.SampleRate is < LowestRate or > HighestRate)
            return (null, $"The sample rate of {audio.SampleRate} Hz is outside {LowestRate} to {HighestRate} Hz.");
        if (audio.Seconds < ShortestSeconds)
            return (null, $"The audio lasts {audio.Seconds * 1000:0} ms, too short to hold a word.");
        if (audio.Seconds > options.MaxSeconds)
            return (null, $"The audio lasts {audio.Seconds:0} s, longer than the {options.MaxSeconds:0} s that are scored.");
        for (int channel = 0; channel < audio.Channels; channel++)
            if (!AllFinite(audio.Channel(channel)))
                return (null, "The audio holds samples that are not numbers (NaN or infinite).");

        AudioBuffer centred = WithoutOffset(AsPlayed(audio));
        double peak = Levels.PeakDecibels(centred.Mono.Span);
        return peak < options.SilenceLevel ? (null, $"The audio is silent: its peak is {peak:0} dBFS.") : (centred, null);
    }

    /// <summary>The audio as mono and clipped at full scale, as a player would play it.</summary>
    public static AudioBuffer AsPlayed(AudioBuffer audio)
    {
        ReadOnlySpan<float> mono = audio.ToMono().Mono.Span;
        var samples = new float[mono.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = Math.Clamp(mono[i], -1, 1);
        return new AudioBuffer(samples, audio.SampleRate);
    }

    /// <summary>Mono audio without its constant offset.</summary>
    public static AudioBuffer WithoutOffset(AudioBuffer audio)
    {
        ReadOnlySpan<float> mono = audio.Mono.Span;
        double mean = 0;
        foreach (float sample in mono)
            mean += sample / (double)mono.Length;
        var samples = new float[mono.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)(mono[i] - mean);
        return new AudioBuffer(samples, audio.SampleRate);
    }

    private static bool AllFinite(ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
            if (!float.IsFinite(sample))
                return false;
        return true;
    }
}
