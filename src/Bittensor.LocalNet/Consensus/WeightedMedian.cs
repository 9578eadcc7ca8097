namespace Bittensor.LocalNet.Consensus;

/// <summary>The stake-weighted median by which validators agree on a weight.</summary>
internal static class WeightedMedian
{
    /// <summary>For each column the largest weight that validators holding at least <paramref name="kappa"/> of the active stake
    /// give or exceed.</summary>
    public static Fixed[] OfColumns(SparseMatrix weights, Fixed[] activeStake, Fixed kappa)
    {
        int[] voters = [.. Enumerable.Range(0, activeStake.Length).Where(uid => activeStake[uid] > Fixed.Zero)];
        Fixed[] stake = FixedVector.Normalized([.. voters.Select(uid => activeStake[uid])]);
        Fixed total = FixedVector.Sum(stake);
        var medians = new Fixed[weights.Size];
        for (int column = 0; column < weights.Size; column++)
        {
            Fixed[] votes = [.. voters.Select(uid => weights.ValueOrZero(uid, column))];
            medians[column] = Of(votes, stake, total, minority: total - kappa);
        }
        return medians;
    }

    /// <summary>Quick-select with the runtime's pivot, because stake sums of equal votes must be cut at the same places.</summary>
    private static Fixed Of(Fixed[] votes, Fixed[] stake, Fixed total, Fixed minority)
    {
        int[] candidates = [.. Enumerable.Range(0, votes.Length)];
        Fixed below = Fixed.Zero;
        Fixed upTo = total;
        while (candidates.Length > 0)
        {
            Fixed pivot = votes[candidates[candidates.Length / 2]];
            int[] lower = [.. candidates.Where(voter => votes[voter] < pivot)];
            int[] higher = [.. candidates.Where(voter => votes[voter] > pivot)];
            Fixed lowerStake = StakeOf(lower);
            Fixed higherStake = StakeOf(higher);
            if (minority < below + lowerStake && lower.Length > 0)
            {
                candidates = lower;
                upTo = below + lowerStake;
            }
            else if (upTo - higherStake <= minority && higher.Length > 0)
            {
                candidates = higher;
                below = upTo - higherStake;
            }
            else
            {
                return pivot;
            }
        }
        return Fixed.Zero;

        Fixed StakeOf(int[] group) => FixedVector.Sum(group.Select(voter => stake[voter]));
    }
}
