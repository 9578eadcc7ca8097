using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Stake on hotkeys. TAO and a subnet's alpha are one here, at the price of 1 TAO.</summary>
internal static class Staking
{
    public static void Add(LedgerState state, Extrinsic.AddStake call, List<ChainEvent> events)
    {
        RequireTarget(state, call.Netuid, call.Hotkey, call.Amount);
        ulong balance = state.BalanceOf(call.Coldkey);
        if (balance < call.Amount.Rao)
            throw new ChainException("NotEnoughBalanceToStake", $"{call.Coldkey} has {new Balance(balance)}, less than {call.Amount}.");
        state.Withdraw(call.Coldkey, call.Amount.Rao);
        state.Stakes.Add(call.Netuid, call.Hotkey, call.Coldkey, call.Amount.Rao);
        events.Add(new ChainEvent.StakeAdded(call.Netuid, call.Coldkey, call.Hotkey, call.Amount));
    }

    /// <summary>add_stake_limit: the price never moves, so a limit is met in full or not at all.</summary>
    public static void AddWithin(LedgerState state, Extrinsic.AddStakeLimit call, List<ChainEvent> events)
    {
        if (call.LimitPrice.Rao < Balance.RaoPerTao)
            throw new ChainException("SlippageTooHigh", $"Alpha costs 1 TAO; the limit is {call.LimitPrice}.");
        Add(state, new Extrinsic.AddStake(call.Coldkey, call.Netuid, call.Hotkey, call.Amount), events);
    }

    public static void Remove(LedgerState state, Extrinsic.RemoveStake call, List<ChainEvent> events)
    {
        RequireTarget(state, call.Netuid, call.Hotkey, call.Amount);
        ulong staked = state.Stakes.Of(call.Netuid, call.Hotkey, call.Coldkey);
        if (staked < call.Amount.Rao)
            throw new ChainException(
                "NotEnoughStakeToWithdraw",
                $"{call.Coldkey} has {new Balance(staked)} on {call.Hotkey}, less than {call.Amount}.");
        state.Stakes.Remove(call.Netuid, call.Hotkey, call.Coldkey, call.Amount.Rao);
        state.Deposit(call.Coldkey, call.Amount.Rao);
        events.Add(new ChainEvent.StakeRemoved(call.Netuid, call.Coldkey, call.Hotkey, call.Amount));
    }

    /// <summary>remove_stake_limit: the other way round.</summary>
    public static void RemoveWithin(LedgerState state, Extrinsic.RemoveStakeLimit call, List<ChainEvent> events)
    {
        if (call.LimitPrice.Rao > Balance.RaoPerTao)
            throw new ChainException("SlippageTooHigh", $"Alpha brings 1 TAO; the limit is {call.LimitPrice}.");
        Remove(state, new Extrinsic.RemoveStake(call.Coldkey, call.Netuid, call.Hotkey, call.Amount), events);
    }

    private static void RequireTarget(LedgerState state, ushort netuid, AccountId hotkey, Balance amount)
    {
        _ = state.GetSubnet(netuid);
        if (amount.Rao == 0)
            throw new ChainException("AmountTooLow", "The amount is zero.");
        if (state.OwnerOf(hotkey) is null)
            throw new ChainException(
                "HotKeyAccountNotExists",
                $"The chain has never seen the hotkey {hotkey}; register it on a subnet first.");
    }
}
