using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>swap_hotkey: a new hotkey takes over uids, stake and commits of an old one, on all subnets or on one.</summary>
internal static class HotkeySwap
{
    /// <summary>What a swap on all subnets costs, in rao.</summary>
    private const ulong PriceEverywhere = 100_000_000;

    /// <summary>What a swap on one subnet costs, in rao.</summary>
    private const ulong PriceOnSubnet = 1_000_000;

    public static void Swap(LedgerState state, Extrinsic.SwapHotkey call, List<ChainEvent> events)
    {
        if (state.OwnerOf(call.OldHotkey) != call.Coldkey)
            throw new ChainException("NonAssociatedColdKey", $"The hotkey {call.OldHotkey} does not belong to {call.Coldkey}.");
        if (state.OwnerOf(call.NewHotkey) is AccountId owner && owner != call.Coldkey)
            throw new ChainException("NonAssociatedColdKey", $"The hotkey {call.NewHotkey} belongs to {owner}.");
        if (call.OldHotkey == call.NewHotkey)
            throw new ChainException("NewHotKeyIsSameWithOld", $"The new hotkey is the old one, {call.NewHotkey}.");
        Subnet[] subnets = call.Netuid is ushort netuid ? [state.GetSubnet(netuid)] : [.. state.Subnets];
        if (subnets.FirstOrDefault(subnet => subnet.FindUid(call.NewHotkey) is not null) is Subnet taken)
            throw new ChainException(
                "HotKeyAlreadyRegisteredInSubNet", $"The hotkey {call.NewHotkey} has a uid on subnet {taken.Netuid} already.");
        ulong price = call.Netuid is null ? PriceEverywhere : PriceOnSubnet;
        if (state.BalanceOf(call.Coldkey) < price)
            throw new ChainException(
                "NotEnoughBalanceToPaySwapHotKey",
                $"A swap costs {new Balance(price)}; {call.Coldkey} has {new Balance(state.BalanceOf(call.Coldkey))}.");

        state.Withdraw(call.Coldkey, price);
        state.Recycle(price);
        state.SetOwner(call.NewHotkey, call.Coldkey);
        foreach (Subnet subnet in subnets)
            Move(state, subnet, call.OldHotkey, call.NewHotkey);
        if (call.Netuid is null)
            state.SetOwner(call.OldHotkey, null);
        events.Add(new ChainEvent.HotkeySwapped(call.Coldkey, call.OldHotkey, call.NewHotkey, call.Netuid));
    }

    private static void Move(LedgerState state, Subnet subnet, AccountId old, AccountId other)
    {
        if (subnet.FindUid(old) is ushort uid)
        {
            Neuron neuron = subnet.Neurons[uid];
            subnet.Update(uid, neuron with { Hotkey = other, Axon = neuron.Axon with { Hotkey = other } });
        }
        if (subnet.OwnerHotkey == old)
            subnet.SetOwnerHotkey(other);
        subnet.SetCommits(other, [.. subnet.CommitsOf(other), .. subnet.CommitsOf(old)]);
        subnet.SetCommits(old, []);
        foreach ((AccountId coldkey, ulong stake) in state.Stakes.Stakers(subnet.Netuid, old).ToArray())
        {
            state.Stakes.Remove(subnet.Netuid, old, coldkey, stake);
            state.Stakes.Add(subnet.Netuid, other, coldkey, stake);
        }
    }
}
