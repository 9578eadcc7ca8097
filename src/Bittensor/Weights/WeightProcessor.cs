using Bittensor.Chain;

namespace Bittensor.Weights;

/// <summary>Turns a validator's scores into weights that the chain accepts, step by step as the Bittensor SDK's <c>process_weights</c> and
/// <c>convert_weights_and_uids_for_emit</c> do. Pure functions.</summary>
/// <remarks>
/// Differences from the SDK, each where it would send something that the chain refuses:
/// scores are first normalised to a sum of 1, so that its minimal weight of 1e-5 means the same for scores of any size;
/// an infinite score counts as none, like NaN; rounding to u16 can neither push the largest share above the limit nor the number of
/// weights below the minimum.
/// Arithmetic is in double where the SDK has float32: values can differ by one unit in 65535.
/// </remarks>
public static class WeightProcessor
{
    /// <summary>What the SDK gives to every neuron when too few have a score.</summary>
    private const double MinimalWeight = 1e-5;

    /// <summary>The SDK's margin below the limit.</summary>
    private const double Epsilon = 1e-7;

    /// <summary>The weights to set, by uid, the largest being 65535; zeros are left out.</summary>
    /// <param name="scores">A score for each uid, index = uid. Negative scores, NaN and infinities count as zero, as do missing
    /// ones at the end and scores so small that their share of the largest is no double.</param>
    /// <param name="rules">The subnet's rules: MinAllowedWeights and MaxWeightsLimit.</param>
    /// <param name="neuronCount">Number of neurons on the subnet.</param>
    /// <param name="excludeQuantile">Share of the lowest scores to drop, 0..1, as far as MinAllowedWeights allows.</param>
    /// <returns>Equal weights for all neurons if no score is positive, or the subnet is smaller than MinAllowedWeights: the SDK's
    /// way to say "no opinion".</returns>
    /// <exception cref="ArgumentException">More scores than neurons, or a quantile outside 0..1.</exception>
    public static IReadOnlyList<UidWeight> Process(
        IReadOnlyList<double> scores, SubnetHyperparameters rules, int neuronCount, double excludeQuantile = 0)
    {
        if (scores.Count > neuronCount || neuronCount > ushort.MaxValue + 1)
            throw new ArgumentException($"{scores.Count} scores for {neuronCount} neurons; there must be one for each uid and no more.", nameof(scores));
        if (excludeQuantile is not (>= 0 and <= 1))
            throw new ArgumentException($"The quantile is {excludeQuantile}; it lies between 0 and 1.", nameof(excludeQuantile));

        double[] shares = Shares([.. scores, .. new double[neuronCount - scores.Count]]);
        int[] scored = [.. Enumerable.Range(0, neuronCount).Where(uid => shares[uid] > 0)];
        int[] everyone = [.. Enumerable.Range(0, neuronCount)];
        if (scored.Length == 0 || neuronCount < rules.MinAllowedWeights)
            return Quantize(everyone, [.. everyone.Select(_ => 1.0)], rules);

        double limit = rules.MaxWeightsLimit / (double)ushort.MaxValue;
        if (scored.Length < rules.MinAllowedWeights)
            return Quantize(everyone, NormalizeWithLimit([.. shares.Select(share => share + MinimalWeight)], limit), rules);

        double lowest = LowestKept([.. scored.Select(uid => shares[uid])], excludeQuantile, rules.MinAllowedWeights);
        int[] kept = [.. scored.Where(uid => shares[uid] >= lowest)];
        return Quantize(kept, NormalizeWithLimit([.. kept.Select(uid => shares[uid])], limit), rules);
    }

    /// <summary>Shares of the sum of which none exceeds <paramref name="limit"/>: what is larger is cut off at a common level.</summary>
    /// <param name="weights">Finite and not negative.</param>
    /// <param name="limit">Largest share, 0..1.</param>
    /// <returns>Equal shares if all weights are zero, or if there are too few for the limit (count · limit ≤ 1).</returns>
    public static double[] NormalizeWithLimit(IReadOnlyList<double> weights, double limit)
    {
        double sum = weights.Sum();
        int count = weights.Count;
        if (sum == 0 || count * limit <= 1)
            return [.. weights.Select(_ => 1.0 / count)];
        double[] shares = [.. weights.Select(weight => weight / sum)];
        if (shares.Max() <= limit)
            return shares;

        double level = CutLevel([.. shares.Order()], limit);
        double[] cut = [.. shares.Select(share => Math.Min(share, level))];
        double cutSum = cut.Sum();
        return [.. cut.Select(share => share / cutSum)];
    }

    /// <summary>The level at which the largest shares are cut, so that after normalising them again each is just below the limit.</summary>
    private static double CutLevel(double[] ascending, double limit)
    {
        double below = 0;
        double belowKept = 0;
        int kept = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            below += ascending[i];
            double sumIfCutHere = (ascending.Length - i - 1) * ascending[i] + below;
            if (ascending[i] / (sumIfCutHere + Epsilon) >= limit)
                break;
            kept = i + 1;
            belowKept = below;
        }
        return (limit * belowKept - Epsilon) / (1 - limit * (ascending.Length - kept));
    }

    /// <summary>Positive finite scores as shares of their sum. Dividing by the largest first keeps the sum finite.</summary>
    private static double[] Shares(double[] scores)
    {
        double[] usable = [.. scores.Select(score => double.IsFinite(score) && score > 0 ? score : 0)];
        double max = usable.DefaultIfEmpty().Max();
        if (max == 0)
            return usable;
        double[] scaled = [.. usable.Select(score => score / max)];
        double sum = scaled.Sum();
        return [.. scaled.Select(score => score / sum)];
    }

    /// <summary>The quantile, linearly interpolated as numpy does; lowered so that at least the allowed minimum of weights stays.</summary>
    private static double LowestKept(double[] shares, double quantile, int minimum)
    {
        double largest = Math.Max(0, shares.Length - minimum) / (double)shares.Length;
        double position = Math.Min(quantile, largest) * (shares.Length - 1);
        double[] ascending = [.. shares.Order()];
        int index = (int)position;
        double next = ascending[Math.Min(index + 1, ascending.Length - 1)];
        return ascending[index] + (next - ascending[index]) * (position - index);
    }

    /// <summary>u16 weights with the largest at 65535, rounded half to even as Python does.</summary>
    private static UidWeight[] Quantize(int[] uids, double[] weights, SubnetHyperparameters rules)
    {
        double max = weights.DefaultIfEmpty().Max();
        int[] units = [.. weights.Select(weight => (int)Math.Round(weight / max * ushort.MaxValue))];
        foreach (int i in Enumerable.Range(0, units.Length).OrderByDescending(i => weights[i]).Take(rules.MinAllowedWeights))
            units[i] = Math.Max(units[i], 1);
        RaiseToLimit(units, rules.MaxWeightsLimit);
        return [.. uids.Zip(units, (uid, unit) => new UidWeight((ushort)uid, (ushort)unit)).Where(entry => entry.Weight > 0)];
    }

    /// <summary>Rounding may have pushed the largest share above the limit. The largest stay at 65535, so that the chain stores
    /// what was sent;
    /// the others are raised by a unit each until the limit holds.</summary>
    private static void RaiseToLimit(int[] units, ushort limit)
    {
        if (limit == ushort.MaxValue || (long)units.Length * limit <= ushort.MaxValue)
            return;
        long sum = units.Sum(unit => (long)unit);
        while ((long)ushort.MaxValue * ushort.MaxValue > sum * limit)
            for (int i = 0; i < units.Length; i++)
                if (units[i] < ushort.MaxValue)
                {
                    units[i]++;
                    sum++;
                }
    }
}
