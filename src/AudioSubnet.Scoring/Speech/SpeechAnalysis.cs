namespace AudioSubnet.Scoring.Speech;

/// <summary>Everything that was measured of one clip of speech.</summary>
/// <param name="Fault">Why a gate is closed; null when all are open.</param>
/// <param name="Metrics">All metrics, gates first.</param>
/// <param name="Transcript">The words that were heard; null when nobody listened.</param>
/// <param name="Naturalness">The metrics of the naturalness predictor, with their relative weights.</param>
internal sealed record SpeechAnalysis(string? Fault, IReadOnlyList<Metric> Metrics, string? Transcript, IReadOnlyList<Metric> Naturalness)
{
    /// <summary>The metric of that name; null if it is not there.</summary>
    public Metric? Find(string name) => Metrics.FirstOrDefault(metric => metric.Name == name);
}
