using System.Diagnostics;

namespace AudioSubnet.Benchmarks;

/// <summary>Times short operations in turns: each turn runs every candidate for a slice, so that a slow moment of the machine meets all of them.</summary>
internal static class Measure
{
    private const int Turns = 10;

    /// <summary>Operations a second of each candidate: the median over the turns.</summary>
    public static double[] RatesInTurns(TimeSpan perCandidate, params Action[] candidates) =>
        RatesInTurns(perCandidate, Array.ConvertAll<Action, Func<TimeSpan, double>>(candidates, candidate => time => Rate(candidate, time)));

    /// <summary>The same for candidates that measure themselves.</summary>
    /// <param name="perCandidate">Time of all turns of one candidate.</param>
    /// <param name="candidates">Work for the given time and give operations a second.</param>
    public static double[] RatesInTurns(TimeSpan perCandidate, params Func<TimeSpan, double>[] candidates)
    {
        foreach (Func<TimeSpan, double> candidate in candidates)
            candidate(perCandidate / Turns); // warms up the code and its tiers
        var rates = candidates.Select(_ => new List<double>()).ToArray();
        for (int turn = 0; turn < Turns; turn++)
            for (int i = 0; i < candidates.Length; i++)
                rates[i].Add(candidates[i](perCandidate / Turns));
        return [.. rates.Select(Median)];
    }

    /// <summary>Operations a second over the given time.</summary>
    public static double Rate(Action action, TimeSpan time)
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

    /// <summary>The value below which a share of the sorted samples lies.</summary>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[(int)Math.Clamp(Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }

    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);
}
