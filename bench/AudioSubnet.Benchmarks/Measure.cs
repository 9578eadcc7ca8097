using System.Diagnostics;

namespace AudioSubnet.Benchmarks;

/// <summary>Times short operations in turns: each turn runs every candidate for a slice, so that a slow moment of the machine meets all of them.</summary>
internal static class Measure
{
    private const int Turns = 10;

    /// <summary>Operations a second of each candidate: the median over the turns.</summary>
    public static double[] RatesInTurns(TimeSpan perCandidate, params Action[] candidates)
    {
        foreach (Action candidate in candidates)
            Rate(candidate, perCandidate / Turns); // warms up the code and its tiers
        var rates = candidates.Select(_ => new List<double>()).ToArray();
        for (int turn = 0; turn < Turns; turn++)
            for (int i = 0; i < candidates.Length; i++)
                rates[i].Add(Rate(candidates[i], perCandidate / Turns));
        return [.. rates.Select(Median)];
    }

    /// <summary>The value below which a share of the sorted samples lies.</summary>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[(int)Math.Clamp(Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);

    private static double Rate(Action action, TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        TimeSpan elapsed;
        do
        {
            action();
            count++;
            elapsed = Stopwatch.GetElapsedTime(started);
        }
        while (elapsed < time);
        return count / elapsed.TotalSeconds;
    }
}
