using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Speech;

/// <summary>
/// Predicts how natural speech sounds. Thread-safe. A model that predicts opinion scores names its metrics "mos", "noisiness", "discontinuity", "coloration" and
/// "loudness" (1 to 5 each); the classic profile then uses these.
/// </summary>
public interface INaturalnessPredictor
{
    /// <summary>Name for reports, for example "prosody".</summary>
    string Name { get; }

    /// <summary>Licence of what it knows: its weights, or its code if it has none.</summary>
    string License { get; }

    /// <summary>Metrics of naturalness; their weights are relative to each other.</summary>
    /// <param name="audio">Mono speech of finite samples, any rate.</param>
    /// <param name="text">The text that was to be spoken.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    Task<IReadOnlyList<Metric>> PredictAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default);
}
