using System.Collections.Immutable;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Scores;

/// <summary>
/// The moving averages of all miners. Immutable: a round makes a new board, and nobody sees half a round.
/// Scores begin at zero (never at the chain's emission) and never fall below it.
/// </summary>
public sealed record ScoreBoard
{
    /// <summary>A board without miners.</summary>
    public static ScoreBoard Empty { get; } = new();

    /// <summary>The miners by uid.</summary>
    public ImmutableSortedDictionary<ushort, MinerScore> Miners { get; init; } = ImmutableSortedDictionary<ushort, MinerScore>.Empty;

    /// <summary>The standing of a uid; a stranger stands at zero.</summary>
    public double Total(ushort uid) => Miners.TryGetValue(uid, out MinerScore? miner) ? miner.Total : 0;

    /// <summary>The board for the neurons that are registered now: a uid whose hotkey changed begins at zero, uids that are gone are
    /// dropped.</summary>
    public ScoreBoard Follow(Metagraph metagraph)
    {
        ArgumentNullException.ThrowIfNull(metagraph);
        return this with
        {
            Miners = Miners.RemoveRange(
                Miners.Values.Where(miner => miner.Uid >= metagraph.Neurons.Count || metagraph.Neurons[miner.Uid].Hotkey != miner.Hotkey)
                    .Select(miner => miner.Uid)),
        };
    }

    /// <summary>Folds in a scored answer: value = max(0, alpha · value + (1 − alpha) · score). A score that is not a number counts as
    /// 0.</summary>
    /// <param name="uid">The miner.</param>
    /// <param name="hotkey">Its hotkey.</param>
    /// <param name="service">What it was asked for.</param>
    /// <param name="score">The score of the answer, negative ones allowed.</param>
    /// <param name="alpha">Share of the old value that stays, 0 … 1.</param>
    public ScoreBoard Fold(ushort uid, AccountId hotkey, AudioService service, double score, double alpha) =>
        Change(uid, hotkey, service, old => old with { Value = Average(old.Value, score, alpha), Responses = old.Responses + 1 });

    /// <summary>Folds in a failure: value = max(0, alpha · value + (1 − alpha) · punishment).</summary>
    /// <param name="uid">The miner.</param>
    /// <param name="hotkey">Its hotkey.</param>
    /// <param name="service">What it was asked for.</param>
    /// <param name="punishment">What a failure is worth, 0 or below.</param>
    /// <param name="alpha">Share of the old value that stays, 0 … 1.</param>
    public ScoreBoard Punish(ushort uid, AccountId hotkey, AudioService service, double punishment, double alpha) =>
        Change(uid, hotkey, service, old => old with { Value = Average(old.Value, punishment, alpha), Failures = old.Failures + 1 });

    /// <summary>Each neuron's share of the weight, L1-normalised, index = uid; all zero while nobody has a score.</summary>
    /// <param name="count">Number of neurons.</param>
    public double[] NormalizedTotals(int count)
    {
        var totals = new double[count];
        foreach (MinerScore miner in Miners.Values.Where(miner => miner.Uid < count))
            totals[miner.Uid] = miner.Total;
        double sum = totals.Sum();
        return sum > 0 ? Array.ConvertAll(totals, total => total / sum) : totals;
    }

    private ScoreBoard Change(ushort uid, AccountId hotkey, AudioService service, Func<ServiceScore, ServiceScore> change)
    {
        MinerScore miner = Miners.TryGetValue(uid, out MinerScore? known) && known.Hotkey == hotkey ? known : new MinerScore(uid, hotkey);
        return this with { Miners = Miners.SetItem(uid, miner.With(service, change(miner[service]))) };
    }

    private static double Average(double old, double score, double alpha) =>
        Math.Clamp((alpha * old) + ((1 - alpha) * (double.IsFinite(score) ? score : 0)), 0, 1);
}
