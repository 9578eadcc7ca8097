using Bittensor.Chain;
using Bittensor.LocalNet.Ledger;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.State;

/// <summary>Writes the ledger's state as storage items. What the ledger has no notion of stays absent, and so has its default.</summary>
internal sealed class StateWriter(RuntimeMetadata metadata, LocalChainOptions options, StateItemCache cache)
{
    private readonly List<StateItem> _items = [];

    /// <summary>Everything but what belongs to the block itself (System, Timestamp).</summary>
    public static List<StateItem> Write(
        RuntimeMetadata metadata, LocalChainOptions options, StateItemCache cache, LedgerState state)
    {
        var writer = new StateWriter(metadata, options, cache);
        writer.WriteAccounts(state);
        writer.WriteTotals(state);
        writer.WriteHotkeys(state);
        writer.WriteStakes(state);
        foreach (Subnet subnet in state.Subnets)
            SubnetStateWriter.Write(writer, state, subnet);
        return writer._items;
    }

    /// <summary>Puts a value of SubtensorModule.</summary>
    public void Put(string entry, object? value, params IReadOnlyList<object?> keys) => Put("SubtensorModule", entry, value, keys);

    private void Put(string pallet, string entry, object? value, params IReadOnlyList<object?> keys) =>
        Put(pallet, entry, value, given => given, keys);

    /// <param name="pallet">The pallet's name.</param>
    /// <param name="entry">The entry's name.</param>
    /// <param name="value">What decides the stored value.</param>
    /// <param name="shape">Makes the stored value of it.</param>
    /// <param name="keys">The keys.</param>
    private void Put<T>(string pallet, string entry, T value, Func<T, object?> shape, IReadOnlyList<object?> keys) =>
        _items.Add(cache.Get(pallet, entry, value, keys, () =>
        {
            StorageEntry storage = metadata.Storage(pallet, entry);
            return new StateItem(storage.Key(keys), storage.EncodeValue(shape(value)));
        }));

    private void WriteAccounts(LedgerState state)
    {
        foreach (var account in state.Accounts)
            Put(
                "System",
                "Account",
                ScaleValue.Struct(
                    ("nonce", state.NonceOf(account)),
                    ("consumers", 0),
                    ("providers", 1),
                    ("sufficients", 0),
                    ("data", ScaleValue.Struct(
                        ("free", state.BalanceOf(account)),
                        ("reserved", 0),
                        ("frozen", 0),
                        // The flag of the balances pallet's new logic, set on all accounts of the main network.
                        ("flags", UInt128.One << 127)))),
                account);
        if (state.SudoKey is { } key)
            Put("Sudo", "Key", key);
    }

    private void WriteTotals(LedgerState state)
    {
        LedgerTotals totals = state.Totals();
        Put("Balances", "TotalIssuance", totals.Issued - totals.Recycled);
        Put("TotalIssuance", totals.Issued - totals.Recycled);
        Put("TotalStake", totals.Stake);
        // The root network, 0, is there without neurons, as on the main network.
        Put("TotalNetworks", state.Subnets.Count() + 1);
        Put("NetworksAdded", value: true, 0);
        Put("SubnetworkN", 0, 0);
        Put("SubnetLimit", ushort.MaxValue - 1);
        Put("BlockEmission", options.BlockEmission.Rao);
        Put("SubnetOwnerCut", options.SubnetOwnerCut);
        Put("MaxDelegateTake", options.DelegateTake);
        Put("NetworkMinLockCost", 0);
        Put("NetworkRateLimit", 0);
        Put("TxRateLimit", 0);
        Put("CommitRevealWeightsVersion", state.CommitRevealVersion);
        foreach ((string work, ulong block) in state.UsedWork.Taken)
            Put("UsedWork", block, Convert.FromHexString(work));
        Put("StakeThreshold", state.Subnets.Select(subnet => subnet.Rules.StakeThreshold.Rao).DefaultIfEmpty().Max());
    }

    private void WriteHotkeys(LedgerState state)
    {
        foreach ((var hotkey, var coldkey) in state.Owners)
        {
            Put("Owner", coldkey, hotkey);
            Put("Delegates", options.DelegateTake, hotkey);
        }
        foreach (var owned in state.Owners.GroupBy(owner => owner.Value, owner => owner.Key))
            Put("OwnedHotkeys", owned.Order(), owned.Key);
    }

    /// <summary>A share of a hotkey's stake is the stake itself here, with 64 fractional bits.</summary>
    private void WriteStakes(LedgerState state)
    {
        foreach ((ushort netuid, var hotkey, var coldkey, ulong amount) in state.Stakes.All)
            PutFixed("Alpha", amount, hotkey, coldkey, netuid);
        foreach (var pool in state.Stakes.All.GroupBy(stake => (stake.Hotkey, stake.Netuid)))
        {
            ulong total = state.Stakes.On(pool.Key.Netuid, pool.Key.Hotkey);
            Put("TotalHotkeyAlpha", total, pool.Key.Hotkey, pool.Key.Netuid);
            PutFixed("TotalHotkeyShares", total, pool.Key.Hotkey, pool.Key.Netuid);
        }
        foreach (var staked in state.Stakes.All.GroupBy(stake => stake.Coldkey, stake => stake.Hotkey))
            Put("StakingHotkeys", staked.Distinct().Order(), staked.Key);

        void PutFixed(string entry, ulong amount, params IReadOnlyList<object?> keys) =>
            Put("SubtensorModule", entry, amount, value => ScaleValue.Struct(("bits", (UInt128)value << 64)), keys);
    }
}
