using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Pitch;
using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Speech;

/// <summary>
/// Stand-ins for naturalness that need no model: the spread of pitch, the speaking rate against the length of the text, and the pause pattern, and how fast the spectrum
/// moves. They tell lively, evenly paced speech that glides from sound to sound from flat, broken or jerky speech; they do not hear whether a voice is human.
/// </summary>
public sealed class ProsodyPredictor : INaturalnessPredictor
{
    /// <inheritdoc/>
    public string Name => "prosody";

    /// <inheritdoc/>
    public string License => "MIT";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Metric>> PredictAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(text);
        return Task.Run(() => Measure(AudioGate.WithoutOffset(audio), text), cancellationToken);
    }

    private static IReadOnlyList<Metric> Measure(AudioBuffer audio, string text)
    {
        PausePattern pattern = PausePattern.Measure(audio);
        return [PitchDynamics(new PitchTracker().Track(audio)), SpeakingRate(pattern, text), PausePatternMetric(pattern), SpectralMovementMetric(audio)];
    }

    private static Metric PitchDynamics(PitchTrack pitch)
    {
        if (pitch.VoicedSeconds < 0.2)
            return new Metric("pitch_dynamics", null, "semitones", null, 1, $"Not measured: only {pitch.VoicedSeconds:0.00} s of the clip have a pitch.");
        double spread = pitch.SpreadSemitones;
        return new Metric("pitch_dynamics", spread, "semitones", Ramp.Plateau(spread, 0, 1.2, 6, 14), 1,
            $"A stand-in for naturalness: pitch spreads by {spread:0.0} semitones around {pitch.MedianFrequency:0} Hz; 1.2 to 6 is lively, 0 a monotone.");
    }

    private static Metric SpeakingRate(PausePattern pattern, string text)
    {
        int syllables = Syllables.Count(SpokenText.ToWords(text));
        if (syllables == 0 || pattern.SpeechSeconds <= 0)
            return new Metric("speaking_rate", null, "syllables/s", null, 1, "Not measured: there are no words or there is no speech.");
        double rate = syllables / pattern.SpeechSeconds;
        return new Metric("speaking_rate", rate, "syllables/s", Ramp.Plateau(rate, 0.5, 3, 6.5, 11), 1,
            $"A stand-in for naturalness: {rate:0.0} syllables a second of speech; 3 to 6.5 is ordinary.");
    }

    private static Metric PausePatternMetric(PausePattern pattern) =>
        new("pause_pattern", pattern.LongestPause, "s", Ramp.Between(pattern.LongestPause, 3, 0.9), 0.5,
            $"A stand-in for naturalness: {pattern.Pauses} pauses, the longest {pattern.LongestPause:0.00} s; up to 0.9 s is ordinary.");

    private static Metric SpectralMovementMetric(AudioBuffer audio) => SpectralMovement.Measure(audio) is { } movement
        ? new Metric("spectral_movement", movement, "dB/10 ms", Ramp.Plateau(movement, 0.5, 1.8, 3.8, 4.7), 2.5,
            $"A stand-in for naturalness: the spectrum moves by {movement:0.0} dB every 10 ms; people's moves by 2.5 to 3.9, that of switched formants by more.")
        : new Metric("spectral_movement", null, "dB/10 ms", null, 2.5, "Not measured: the clip holds less than a quarter of a second of speech.");
}
