using Bittensor.Chain;
using Bittensor.Weights;

namespace Bittensor.LocalNet.Ledger;

/// <summary>commit_weights and reveal_weights: the chain's checks in the chain's order. A commit is revealed in the epoch that comes
/// <see cref="SubnetHyperparameters.CommitRevealPeriod"/> epochs after its own, not before and not later.</summary>
internal static class CommitReveal
{
    /// <summary>Commits of one hotkey that may wait for their reveal.</summary>
    public const int MaxCommits = 10;

    public static void Commit(LedgerState state, Extrinsic.CommitWeights call, List<ChainEvent> events)
    {
        Subnet subnet = state.FindSubnet(call.Netuid)
            ?? throw new ChainException("MechanismDoesNotExist", $"There is no subnet {call.Netuid} on this chain.");
        RequireEnabled(subnet);
        if (subnet.FindUid(call.Hotkey) is not ushort uid)
            throw new ChainException(
                "HotKeyNotRegisteredInSubNet",
                $"The hotkey {call.Hotkey} has no uid on subnet {subnet.Netuid}; register it first.");
        Neuron neuron = subnet.Neurons[uid];
        if (!WeightSetting.PassesRateLimit(neuron, subnet.Rules, state.BlockNumber))
            throw new ChainException(
                "CommittingWeightsTooFast",
                $"The last update was in block {neuron.LastUpdate}; the next may come in block {neuron.LastUpdate + subnet.Rules.WeightsSetRateLimit}, this is block {state.BlockNumber}.");
        WeightCommit[] open = [.. subnet.CommitsOf(call.Hotkey).SkipWhile(commit => subnet.IsExpired(commit, state.BlockNumber))];
        if (open.Length >= MaxCommits)
            throw new ChainException(
                "TooManyUnrevealedCommits",
                $"{open.Length} commits of {call.Hotkey} wait for their reveal; reveal one or let one expire first.");

        subnet.SetCommits(call.Hotkey, [.. open, new WeightCommit(call.CommitHash, subnet.EpochAt(state.BlockNumber), state.BlockNumber)]);
        subnet.Update(uid, neuron with { LastUpdate = state.BlockNumber });
        events.Add(new ChainEvent.WeightsCommitted(call.Netuid, call.Hotkey, call.CommitHash));
    }

    public static void Reveal(LedgerState state, Extrinsic.RevealWeights call, List<ChainEvent> events)
    {
        // A subnet that is not there has the storage's default: commit and reveal is on, and nothing is committed.
        Subnet subnet = state.FindSubnet(call.Netuid) ?? throw NothingCommitted(call);
        RequireEnabled(subnet);
        IReadOnlyList<WeightCommit> commits = subnet.CommitsOf(call.Hotkey);
        if (commits.Count == 0)
            throw NothingCommitted(call);
        WeightSetting.RequirePairs(call.Uids, call.Values);
        byte[] hash = WeightCommitment.Hash(
            call.Hotkey, call.Netuid, [.. call.Uids], [.. call.Values], [.. call.Salt], call.VersionKey);
        WeightCommit[] open = [.. commits.SkipWhile(commit => subnet.IsExpired(commit, state.BlockNumber))];
        int position = Array.FindIndex(open, commit => commit.Hash.Span.SequenceEqual(hash));
        if (position < 0)
            throw Unmatched(subnet, call, commits.Take(commits.Count - open.Length), hash, open.Length);
        ulong due = open[position].Epoch + subnet.Rules.CommitRevealPeriod;
        ulong epoch = subnet.EpochAt(state.BlockNumber);
        if (epoch != due)
            throw new ChainException(
                "RevealTooEarly", $"The commit of block {open[position].Block} can be revealed in epoch {due} of the subnet; this is epoch {epoch}.");

        WeightSetting.SetRevealed(
            state, new Extrinsic.SetWeights(call.Hotkey, call.Netuid, call.Uids, call.Values, call.VersionKey), events);
        // With a commit all earlier ones are done.
        subnet.SetCommits(call.Hotkey, open[(position + 1)..]);
        events.Add(new ChainEvent.WeightsRevealed(call.Netuid, call.Hotkey, hash));
    }

    private static void RequireEnabled(Subnet subnet)
    {
        if (!subnet.Rules.CommitRevealWeightsEnabled)
            throw new ChainException(
                "CommitRevealDisabled", $"Subnet {subnet.Netuid} takes weights by set_weights; commit and reveal is off.");
    }

    private static ChainException Unmatched(
        Subnet subnet, Extrinsic.RevealWeights call, IEnumerable<WeightCommit> expired, byte[] hash, int open)
    {
        if (expired.Any(commit => commit.Hash.Span.SequenceEqual(hash)))
            return new ChainException(
                "ExpiredWeightCommit",
                $"The commit could be revealed {subnet.Rules.CommitRevealPeriod} epochs after its own; that epoch is over. Commit again.");
        return open == 0
            ? NothingCommitted(call)
            : new ChainException(
                "InvalidRevealCommitHashNotMatch",
                $"None of the {open} open commits of {call.Hotkey} is over these uids, weights, salt and version key.");
    }

    private static ChainException NothingCommitted(Extrinsic.RevealWeights call) =>
        new("NoWeightsCommitFound", $"The hotkey {call.Hotkey} has no open commit on subnet {call.Netuid}.");
}
