using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Music;

/// <summary>Measures music: gates (weight 0, to be multiplied) and metrics (to be averaged).</summary>
public static class MusicMetrics
{
    /// <summary>Names of the metrics that are gates of every profile: a score is multiplied by their normalised values.</summary>
    public static IReadOnlyList<string> Gates { get; } = ["music", "repetition", "speech"];

    /// <summary>What is left of a score when nothing measured says that the sound is music: little, not nothing, for the measures are not
    /// perfect.</summary>
    private const double LeastMusic = 0.1;

    /// <summary>What a steady pulse without pitches counts at most: a drum solo has it, but so have bursts of noise, clicks, and speech over a metronome.</summary>
    private const double PulseAlone = 0.4;

    /// <summary>What is left of a score when somebody speaks all the time over pitches that hold and are in tune: it may be a song.</summary>
    private const double LeastSong = 0.6;

    /// <summary>Measures a clip; duration is not among the metrics.</summary>
    /// <param name="audio">The clip: mono, finite samples, at least 0.1 s.</param>
    /// <param name="prompt">The prompt it answers.</param>
    /// <param name="weights">Weights; null takes the defaults.</param>
    /// <param name="speechShare">Share of the clip in which somebody speaks, 0 … 1; null if nobody listened for it.</param>
    /// <param name="consistency">What a model that knows both text and sound says of the clip and its prompt; null if there is none.</param>
    /// <returns>Gates, metrics of the sound, metrics of what the prompt asks for, and what was not measured.</returns>
    public static IReadOnlyList<Metric> Measure(AudioBuffer audio, string prompt, MusicWeights? weights = null, double? speechShare = null, IReadOnlyList<Metric>? consistency = null)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(prompt);
        weights ??= new MusicWeights();
        var features = new MusicFeatures(audio);
        return [.. GateMetrics(features, speechShare), .. Sound(features, weights), .. PromptMetrics.Measure(features, MusicRequestWords.Read(prompt), weights, consistency)];
    }

    private static IEnumerable<Metric> GateMetrics(MusicFeatures features, double? speechShare)
    {
        double pitched = features.Pitches.HeldShare * features.Pitches.Tuning, pulse = features.Onsets.TempoStrength;
        double organised = Math.Max(Ramp.Between(pitched, 0.1, 0.35), PulseAlone * Ramp.Between(pulse, 0.15, 0.45));
        yield return new Metric("music", Math.Max(pitched, pulse), "ratio", LeastMusic + (1 - LeastMusic) * organised, 0,
            $"Pitches that hold and are in tune make {pitched:0.00} (music 0.4 and more, speech under 0.1), a steady pulse {pulse:0.00} (speech under 0.15), which alone counts for at most {PulseAlone}; the stronger counts.");
        yield return new Metric("repetition", features.RepeatCorrelation, "ratio", Ramp.Between(features.RepeatCorrelation, 0.98, 0.9), 0,
            $"Shifted by {features.RepeatShift:0.00} s the waveform equals itself with correlation {features.RepeatCorrelation:0.00}; from 0.98 it is a tone, hum, click or copied loop.");
        if (speechShare is not { } share)
            yield break;
        double least = LeastMusic + (LeastSong - LeastMusic) * Ramp.Between(pitched, 0.1, 0.35);
        yield return new Metric("speech", share, "ratio", Math.Max(least, Ramp.Between(share, 0.7, 0.3)), 0,
            $"Somebody speaks in {share:0%} of the clip; instrumental music has none, read text 70 to 95 %.");
    }

    private static IEnumerable<Metric> Sound(MusicFeatures features, MusicWeights weights)
    {
        // An exponential approach to 1 for decibels: every further one counts, but less and less.
        static double Saturating(double decibels, double zero, double scale) => 1 - Math.Exp(-Math.Max(0, decibels - zero) / scale);

        double loudness = Math.Max(-70, features.Loudness);
        yield return new Metric("loudness", loudness, "LUFS", Ramp.Plateau(loudness, -50, -30, -8, -3), weights.Loudness,
            $"Integrated loudness is {loudness:0.0} LUFS; -30 to -8 is ordinary.");
        yield return new Metric("clipping", features.Clipping, "ratio", 1 / (1 + features.Clipping / 0.005), weights.Clipping,
            features.Clipping > 0 ? $"{features.Clipping:0.00%} of the samples are clipped; 0.5 % halves this value." : "Nothing is clipped.");
        double snr = features.Noise.SignalToNoise;
        yield return new Metric("signal_to_noise", snr, "dB", Saturating(snr, -5, 10), weights.SignalToNoise,
            $"The music stands {snr:0.0} dB above the noise that never stops; dense music reaches 15 dB, sparse music 35 dB.");
        double hnr = features.Noise.HarmonicToNoise;
        yield return new Metric("harmonic_to_noise", hnr, "dB", Saturating(hnr, -4, 7), weights.HarmonicToNoise,
            $"Spectral peaks carry {hnr:0.0} dB more energy than what lies between them; noise has -4 dB, music 6 to 30 dB.");
        double flatness = features.Noise.Flatness;
        yield return new Metric("spectral_flatness", flatness, "ratio", 1 / (1 + flatness / 0.12), weights.Flatness,
            $"Spectral flatness is {flatness:0.000}; music has under 0.1, white noise 0.56.");
        yield return new Metric("silence", features.Silence, "ratio", Ramp.Between(features.Silence, 0.7, 0.05), weights.Silence,
            $"{features.Silence:0%} of the clip is silence; up to 5 % is ordinary.");
        yield return new Metric("bandwidth", features.Bandwidth, "Hz", Ramp.Between(Math.Log2(Math.Max(1, features.Bandwidth)), Math.Log2(400), Math.Log2(2200)), weights.Bandwidth,
            $"The music reaches up to {features.Bandwidth:0} Hz; 2200 Hz is enough for a soft piece.");
        yield return new Metric("onset_strength", features.Onsets.OnsetStrength, "dB", Ramp.Between(features.Onsets.OnsetStrength, 0, 6), weights.OnsetStrength,
            $"Notes begin {features.Onsets.OnsetStrength:0.0} dB above the flow, {features.Onsets.OnsetsPerSecond:0.0} a second; 6 dB is clear.");
        yield return new Metric("tempo_strength", features.Onsets.TempoStrength, "ratio", Ramp.Between(features.Onsets.TempoStrength, -0.25, 0.4), weights.TempoStrength,
            $"The beginnings recur at {features.Onsets.BeatsPerMinute:0} a minute with strength {features.Onsets.TempoStrength:0.00}; free tempo has 0.1, a beat 0.3 and more.");
        yield return new Metric("pitch_stability", features.Pitches.HeldShare, "ratio", Ramp.Between(features.Pitches.HeldShare, 0, 0.55), weights.PitchStability,
            $"{features.Pitches.HeldShare:0%} of the pitches hold for a tenth of a second; music has over half, speech under half.");
        yield return new Metric("tuning", features.Pitches.Tuning, "ratio", Ramp.Between(features.Pitches.Tuning, 0.1, 0.6), weights.Tuning,
            $"The held pitches share one tempered scale to {features.Pitches.Tuning:0.00}; 1 is exact, speech has under 0.35.");
        yield return new Metric("pitch_variety", features.Pitches.PitchClasses, "pitch classes", Ramp.Between(features.Pitches.PitchClasses, 1, 5), weights.PitchVariety,
            $"About {features.Pitches.PitchClasses:0.0} pitch classes are in use; a tone has 1, a tune 5 to 9.");
        yield return new Metric("harmonic_change", features.Pitches.HarmonicChange, "ratio", Ramp.Plateau(features.Pitches.HarmonicChange, 0, 0.05, 0.5, 1), weights.HarmonicChange,
            $"From one half second to the next the pitch classes change by {features.Pitches.HarmonicChange:0.00}; a drone stays at 0.");
    }
}
