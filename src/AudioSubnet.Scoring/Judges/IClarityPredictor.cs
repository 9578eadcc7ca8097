using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Predicts how clear people would find speech. Thread-safe.</summary>
public interface IClarityPredictor
{
    /// <summary>Name for reports, for example "dnsmos".</summary>
    string Name { get; }

    /// <summary>Licence of its weights.</summary>
    string License { get; }

    /// <summary>Metrics of clarity; their weights are relative to each other.</summary>
    /// <param name="audio">Mono speech of finite samples, any rate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    Task<IReadOnlyList<Metric>> PredictAsync(AudioBuffer audio, CancellationToken cancellationToken = default);
}
