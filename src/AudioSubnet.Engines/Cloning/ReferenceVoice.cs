using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Dsp.Synthesis;

namespace AudioSubnet.Engines.Cloning;

/// <summary>Takes the measure of a reference recording, or says why it cannot.</summary>
internal static class ReferenceVoice
{
    /// <summary>Seconds of voice that are needed; less does not tell a median pitch from an intonation.</summary>
    public const double MinVoicedSeconds = 0.5;

    /// <summary>Seconds that are looked at: more does not change the measures.</summary>
    private const double MaxSeconds = 30;

    /// <summary>A recording whose loudest 10 ms are below this level in dBFS is silent.</summary>
    private const double SilenceLevel = -60;

    /// <summary>Measures a recording of any rate and channel count.</summary>
    /// <exception cref="EngineException">Not finite, silent, or too little voice; with the numbers.</exception>
    public static VoiceProfile Measure(string engine, AudioBuffer reference, CancellationToken cancellationToken)
    {
        AudioBuffer mono = reference.ToMono();
        var samples = mono.Mono.Span;
        foreach (float sample in samples)
            if (!float.IsFinite(sample))
                throw new EngineException($"{engine}: the reference recording holds samples that are not finite numbers.");
        double[] levels = Levels.BlockDecibels(samples, Math.Max(1, mono.SampleRate / 100));
        double loudest = levels.Length == 0 ? Levels.Floor : levels.Max();
        if (loudest < SilenceLevel)
            throw new EngineException(
                $"{engine}: the reference recording is silent ({mono.Seconds:0.00} s, loudest moment {loudest:0.0} dBFS; at least {SilenceLevel} are needed).");

        mono = Editing.TrimSilence(mono);
        int most = (int)Math.Min(mono.Frames, MaxSeconds * mono.SampleRate);
        mono = new AudioBuffer(mono.Mono[..most].ToArray(), mono.SampleRate);
        mono = Editing.SetLevel(Resampler.Resample(mono, VoiceProfile.SampleRate));
        var profile = VoiceProfile.Measure(mono, cancellationToken);
        return profile.VoicedSeconds >= MinVoicedSeconds
            ? profile
            : throw new EngineException(
                $"{engine}: the reference recording has {profile.VoicedSeconds:0.00} s of voice in {reference.Seconds:0.00} s; at least {MinVoicedSeconds:0.0} s are needed. Give a longer or clearer one.");
    }
}
