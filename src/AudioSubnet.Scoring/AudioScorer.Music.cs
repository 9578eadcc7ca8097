using AudioSubnet.Dsp;
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
        return Task.Run(() => MusicScore(audio, seconds), cancellationToken);
    }

    private Score MusicScore(AudioBuffer audio, double seconds)
    {
        (AudioBuffer? music, string? fault) = AudioGate.Open(audio, _options);
        var metrics = new List<Metric> { new("valid_audio", fault is null ? 1 : 0, "yes/no", fault is null ? 1 : 0, 0, fault ?? "The audio can be measured.") };
        if (music is null)
            return new Score(0, ProfileName, metrics, $"The score is 0: {Uncapitalised(fault!)}");
        // The network's duration rule: × 0.9, 0.8, 0.7, 0.6 for each half second missing, then 0.
        int missing = (int)Math.Ceiling(Math.Max(0, seconds - music.Seconds - 0.005) / 0.5);
        double duration = missing > 4 ? 0 : 1 - 0.1 * missing;
        metrics.Add(new Metric("duration", music.Seconds, "s", duration, 0, $"The music lasts {music.Seconds:0.00} of {seconds:0.00} s: × {duration:0.0}."));
        metrics.AddRange(Clarity.Measure(music, _options.Weights).Where(metric => metric.Name is "level" or "clipping" or "bandwidth"));
        double value = duration * (WeightedMean.Geometric(metrics, _options.MetricFloor) ?? 0);
        return new Score(value, ProfileName, metrics, $"The duration rule gives × {duration:0.0}; level, clipping and bandwidth make {value:0.000}.");
    }
}
