using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Music;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring;

/// <content>Music.</content>
public sealed partial class AudioScorer
{
    /// <inheritdoc/>
    public Task<Score> ScoreMusicAsync(AudioBuffer audio, string prompt, double seconds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(prompt);
        return Task.Run(() => MusicScore(audio, prompt, seconds, cancellationToken), cancellationToken);
    }

    private Score MusicScore(AudioBuffer audio, string prompt, double seconds, CancellationToken cancellationToken)
    {
        bool classic = _options.Profile == ScoringProfile.Classic;
        (AudioBuffer? music, string? fault) = AudioGate.Open(audio, _options);
        var metrics = new List<Metric> { new("valid_audio", fault is null ? 1 : 0, "yes/no", fault is null ? 1 : 0, 0, fault ?? "The audio can be measured.") };
        if (music is null)
            return new Score(0, ProfileName, metrics, $"The score is 0: {Uncapitalised(fault!)}");
        double duration = MusicDuration.Missing(music.Seconds, seconds) * (classic ? 1 : MusicDuration.Excess(music.Seconds, seconds));
        metrics.Add(new Metric("duration", music.Seconds, "s", duration, 0, $"The music lasts {music.Seconds:0.00} of {seconds:0.00} s: × {duration:0.0}."));
        IReadOnlyList<Metric> measured = MusicMetrics.Measure(
            music, prompt, _options.MusicWeights, _speechDetector?.SpeechShare(music, cancellationToken),
            _promptMatcher?.Measure(music, prompt, _options.MusicWeights.PromptRank, cancellationToken));
        metrics.AddRange(measured);
        double gates = duration;
        foreach (Metric gate in measured.Where(metric => MusicMetrics.Gates.Contains(metric.Name)))
            gates *= gate.Normalized ?? 1;
        (double value, string explanation) = classic ? ClassicFormula.Music(measured) : DefaultFormula(measured);
        if (gates > 0.995)
            return new Score(value, ProfileName, metrics, explanation);
        Metric closed = metrics.Where(metric => metric.Name == "duration" || MusicMetrics.Gates.Contains(metric.Name)).MinBy(metric => metric.Normalized)!;
        return new Score(gates * value, ProfileName, metrics,
            $"The metrics make {value:0.000}; the gates let × {gates:0.00} of it through, held back most by {closed.Name}: {Uncapitalised(closed.Explanation)}");
    }
}
