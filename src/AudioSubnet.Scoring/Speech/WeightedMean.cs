namespace AudioSubnet.Scoring.Speech;

/// <summary>Combines metrics.</summary>
internal static class WeightedMean
{
    /// <summary>exp(Σ w ln(max(n, floor)) / Σ w) over the metrics that were measured and carry weight; null if there are none.</summary>
    public static double? Geometric(IEnumerable<Metric> metrics, double floor)
    {
        double sum = 0, weights = 0;
        foreach (Metric metric in metrics)
            if (metric is { Normalized: { } value, Weight: > 0 })
            {
                sum += metric.Weight * Math.Log(Math.Max(value, floor));
                weights += metric.Weight;
            }
        return weights > 0 ? Math.Exp(sum / weights) : null;
    }
}
