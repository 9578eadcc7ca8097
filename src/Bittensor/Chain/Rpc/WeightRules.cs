using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>Finds out, before anything is sent, whether the chain would refuse weights for how or when they come.</summary>
internal sealed class WeightRules(ChainState state, ushort netuid, AccountId hotkey)
{
    private const string Pallet = "SubtensorModule";

    /// <summary>The commit-reveal version that encrypts weights to a future round of drand.</summary>
    private const ushort TimelockedCommit = 4;

    /// <exception cref="ChainException">CommitRevealEnabled or SettingWeightsTooFast.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        SubnetHyperparameters rules = await new HyperparametersQuery(state, netuid).RunAsync(cancellationToken);
        if (rules.CommitRevealWeightsEnabled)
            throw await CommitRevealAsync(cancellationToken);
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [
                new StorageQuery(state.Metadata.Storage(Pallet, "Uids"), netuid, hotkey),
                new StorageQuery(state.Metadata.Storage(Pallet, "LastUpdate"), netuid),
            ],
            cancellationToken);
        // Who is not registered learns it from the chain, under its name for it.
        if (values[0].IsNull || values[1].Items.ElementAtOrDefault(values[0].AsInt32())?.AsUInt64() is not ({ } lastUpdate and > 0))
            return;
        ulong allowed = lastUpdate + Math.Min(rules.WeightsSetRateLimit, ulong.MaxValue - lastUpdate);
        if (state.BlockNumber + 1 < allowed)
            throw new ChainException(
                "SettingWeightsTooFast",
                $"Subnet {netuid} takes weights every {rules.WeightsSetRateLimit} blocks. "
                + $"{hotkey} may set them again from block {allowed} on; the newest is {state.BlockNumber}.");
    }

    private async Task<ChainException> CommitRevealAsync(CancellationToken cancellationToken)
    {
        bool versioned = state.Metadata.TryGetStorage(Pallet, "CommitRevealWeightsVersion", out StorageEntry? entry);
        int version = versioned ? (await state.GetManyAsync([new StorageQuery(entry!)], cancellationToken))[0].AsInt32() : 0;
        string kind = version >= TimelockedCommit ? $"time-locked commits (version {version})" : "commits that are revealed later";
        return new ChainException(
            "CommitRevealEnabled",
            $"Subnet {netuid} takes weights as {kind}, which this client does not make. "
            + "The subnet's owner can switch them off (CommitRevealWeightsEnabled).");
    }
}
