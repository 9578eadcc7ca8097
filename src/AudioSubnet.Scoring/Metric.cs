namespace AudioSubnet.Scoring;

/// <summary>One measurement of a clip and what it counts for.</summary>
/// <param name="Name">Name in reports and JSON, for example "word_error_rate".</param>
/// <param name="Value">What was measured, in <paramref name="Unit"/>; null when it was not measured.</param>
/// <param name="Unit">Unit of the value, for example "dB", "s", "ratio".</param>
/// <param name="Normalized">The value mapped to 0 (worst) … 1 (best); null when it was not measured.</param>
/// <param name="Weight">Weight in the combination; 0 for a gate or a value that is reported only.</param>
/// <param name="Explanation">One sentence: what it says about this clip, or why it was not measured.</param>
public sealed record Metric(string Name, double? Value, string Unit, double? Normalized, double Weight, string Explanation);
