using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Finds out, before anything is sent, how a subnet takes weights, and whether the chain would refuse them for when they come.</summary>
internal sealed class WeightRules(ChainState state, ushort netuid, AccountId hotkey)
{
    private const string Pallet = "SubtensorModule";

    /// <summary>The commit-reveal version from which on weights are encrypted to a future round of drand.</summary>
    private const ushort TimelockedCommit = 3;

    /// <summary>True if weights are to be committed and revealed; false if they are set at once.</summary>
    /// <exception cref="ChainException">TimelockedCommitRequired or SettingWeightsTooFast.</exception>
    public async Task<bool> MustCommitAsync(bool alwaysSalted, CancellationToken cancellationToken)
    {
        SubnetHyperparameters rules = await new HyperparametersQuery(state, netuid).RunAsync(cancellationToken);
        if (rules.CommitRevealWeightsEnabled && !alwaysSalted)
            await RefuseTimelockedAsync(cancellationToken);
        ulong allowed = await NextBlockAsync(rules, cancellationToken);
        if (state.BlockNumber + 1 < allowed)
            throw new ChainException(
                "SettingWeightsTooFast",
                $"Subnet {netuid} takes weights every {rules.WeightsSetRateLimit} blocks. "
                + $"{hotkey} may set them again from block {allowed} on; the newest is {state.BlockNumber}.");
        return rules.CommitRevealWeightsEnabled;
    }

    /// <summary>The first block in which the chain takes weights; 0 if it has none of the hotkey.</summary>
    public async Task<ulong> NextBlockAsync(CancellationToken cancellationToken) =>
        await NextBlockAsync(await new HyperparametersQuery(state, netuid).RunAsync(cancellationToken), cancellationToken);

    private async Task<ulong> NextBlockAsync(SubnetHyperparameters rules, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [
                new StorageQuery(state.Metadata.Storage(Pallet, "Uids"), netuid, hotkey),
                new StorageQuery(state.Metadata.Storage(Pallet, "LastUpdate"), netuid),
            ],
            cancellationToken);
        // Who is not registered learns it from the chain, under its name for it.
        return values[0].IsNull || values[1].Items.ElementAtOrDefault(values[0].AsInt32())?.AsUInt64() is not ({ } lastUpdate and > 0)
            ? 0
            : lastUpdate + Math.Min(rules.WeightsSetRateLimit, ulong.MaxValue - lastUpdate);
    }

    private async Task RefuseTimelockedAsync(CancellationToken cancellationToken)
    {
        // Runtimes without the entry know the salted hash alone.
        if (!state.Metadata.TryGetStorage(Pallet, "CommitRevealWeightsVersion", out StorageEntry? entry))
            return;
        int version = (await state.GetManyAsync([new StorageQuery(entry)], cancellationToken))[0].AsInt32();
        if (version >= TimelockedCommit)
            throw new ChainException(
                "TimelockedCommitRequired",
                $"Subnet {netuid} takes weights as time-locked commits (commit-reveal version {version}), which this client does not make. "
                + $"Its runtime takes commits under a salted hash too: set {nameof(SubtensorOptions.AlwaysSaltedCommits)} to make these, "
                + "or let the subnet's owner switch commits off (CommitRevealWeightsEnabled).");
    }
}
