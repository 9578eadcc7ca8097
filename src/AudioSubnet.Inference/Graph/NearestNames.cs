namespace AudioSubnet.Inference.Graph;

/// <summary>Finds names that a missing one may have been meant to be.</summary>
internal static class NearestNames
{
    /// <summary>Up to three names, the best first: those that share most of the beginning and of the end.</summary>
    public static IEnumerable<string> Find(string name, IEnumerable<string> candidates) =>
        candidates.OrderByDescending(candidate => Likeness(name, candidate)).ThenBy(static candidate => candidate, StringComparer.Ordinal).Take(3);

    private static int Likeness(string name, string candidate)
    {
        int shortest = Math.Min(name.Length, candidate.Length);
        int front = name.AsSpan().CommonPrefixLength(candidate);
        int back = 0;
        while (back < shortest - front && name[^(back + 1)] == candidate[^(back + 1)])
            back++;
        return 2 * (front + back) - Math.Abs(name.Length - candidate.Length);
    }
}
