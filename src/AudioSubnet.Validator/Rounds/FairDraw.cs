namespace AudioSubnet.Validator.Rounds;

/// <summary>
/// Random choice without repeats until all candidates have been chosen, then again from the start. Miners, prompts and voices are all drawn
/// this way,
/// so at any time each candidate has been chosen as often as every other or once more.
/// </summary>
/// <param name="Picked">The chosen ones in the order of choice; no duplicates unless more are asked for than there are.</param>
/// <param name="Used">The ones that have had their turn in the cycle that runs now; goes into the next draw.</param>
public sealed record FairDraw(IReadOnlyList<string> Picked, IReadOnlySet<string> Used)
{
    /// <summary>Chooses.</summary>
    /// <param name="candidates">All that may be chosen; at least one if <paramref name="count"/> is above 0.</param>
    /// <param name="used">The ones that have had their turn in this cycle; unknown ones are forgotten.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="random">The only source of chance.</param>
    /// <exception cref="ArgumentException">There is nothing to choose from.</exception>
    public static FairDraw Take(IReadOnlyCollection<string> candidates, IReadOnlySet<string> used, int count, Random random)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(used);
        ArgumentNullException.ThrowIfNull(random);
        if (candidates.Count == 0 && count > 0)
            throw new ArgumentException("There is nothing to choose from.", nameof(candidates));

        var picked = new List<string>(count);
        var cycle = candidates.Where(used.Contains).ToHashSet(StringComparer.Ordinal);
        while (picked.Count < count)
        {
            // At the turn of a cycle the ones just chosen wait until everyone else of this draw has had a turn.
            var inThisDraw = picked.Skip(picked.Count / candidates.Count * candidates.Count).ToHashSet(StringComparer.Ordinal);
            string[] waiting = [.. candidates.Where(candidate => !cycle.Contains(candidate) && !inThisDraw.Contains(candidate)).Order(StringComparer.Ordinal)];
            if (waiting.Length == 0)
            {
                cycle.Clear();
                continue;
            }

            random.Shuffle(waiting);
            foreach (string candidate in waiting.Take(count - picked.Count))
            {
                picked.Add(candidate);
                cycle.Add(candidate);
            }
        }

        return new FairDraw(picked, cycle);
    }
}
