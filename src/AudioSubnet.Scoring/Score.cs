namespace AudioSubnet.Scoring;

/// <summary>A score and everything it follows from.</summary>
/// <param name="Value">The score, 0 … 1 (negative only where a profile says so).</param>
/// <param name="Profile">The profile that computed it: "default" or "classic".</param>
/// <param name="Metrics">Every metric, measured or not.</param>
/// <param name="Explanation">One sentence on how the value came about, naming the gate that closed if one did.</param>
public sealed record Score(double Value, string Profile, IReadOnlyList<Metric> Metrics, string Explanation)
{
    /// <summary>The words the recogniser heard; null for music.</summary>
    public string? Transcript { get; init; }
}
