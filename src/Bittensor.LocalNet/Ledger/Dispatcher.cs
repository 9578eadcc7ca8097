using System.Net;
using System.Net.Sockets;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Carries out calls. A call either happens in full or is refused and leaves the state as it was: every check comes before
/// the first change.</summary>
internal static class Dispatcher
{
    /// <summary>Carries out one call and adds what it brought about to <paramref name="events"/>.</summary>
    /// <exception cref="ChainException">The call is refused.</exception>
    public static void Apply(LedgerState state, Extrinsic extrinsic, List<ChainEvent> events)
    {
        switch (extrinsic)
        {
            case Extrinsic.BurnedRegister call:
                Registration.Burned(state, call, events);
                break;
            case Extrinsic.Register call:
                Registration.ByWork(state, call, events);
                break;
            case Extrinsic.AddStake call:
                AddStake(state, call, events);
                break;
            case Extrinsic.RemoveStake call:
                RemoveStake(state, call, events);
                break;
            case Extrinsic.Transfer call:
                Transfer(state, call, events);
                break;
            case Extrinsic.ServeAxon call:
                ServeAxon(state, call, events);
                break;
            case Extrinsic.SetWeights call:
                WeightSetting.Set(state, call, events);
                break;
            case Extrinsic.CommitWeights call:
                CommitReveal.Commit(state, call, events);
                break;
            case Extrinsic.RevealWeights call:
                CommitReveal.Reveal(state, call, events);
                break;
            case Extrinsic.TransferAll call:
                var all = new Balance(state.BalanceOf(call.From));
                Transfer(state, new Extrinsic.Transfer(call.From, call.To, all), events);
                break;
            case Extrinsic.RegisterNetwork call:
                SubnetCreation.Create(state, call.Coldkey, call.Hotkey, new SubnetHyperparameters(), events);
                break;
            case Extrinsic.Remark call:
                if (call.WithEvent)
                    events.Add(new ChainEvent.Remarked(call.Author, Hashes.Blake2b256(call.Text.Span)));
                break;
            case Extrinsic.Batch call:
                CallComposition.Batch(state, call, events);
                break;
            case Extrinsic.Sudo call:
                CallComposition.Sudo(state, call, events);
                break;
            case Extrinsic.SetBalance:
                throw new ChainException("BadOrigin", "Only root sets balances: make the call through sudo.");
            case Extrinsic.Signed call:
                Apply(state, call.Call, events);
                break;
            default:
                throw new ChainException("CallDisabled", $"The local chain does not know the call {extrinsic.GetType().Name}.");
        }
    }

    private static void AddStake(LedgerState state, Extrinsic.AddStake call, List<ChainEvent> events)
    {
        RequireStakeTarget(state, call.Netuid, call.Hotkey, call.Amount);
        ulong balance = state.BalanceOf(call.Coldkey);
        if (balance < call.Amount.Rao)
            throw new ChainException("NotEnoughBalanceToStake", $"{call.Coldkey} has {new Balance(balance)}, less than {call.Amount}.");
        state.Withdraw(call.Coldkey, call.Amount.Rao);
        state.Stakes.Add(call.Netuid, call.Hotkey, call.Coldkey, call.Amount.Rao);
        events.Add(new ChainEvent.StakeAdded(call.Netuid, call.Coldkey, call.Hotkey, call.Amount));
    }

    private static void RemoveStake(LedgerState state, Extrinsic.RemoveStake call, List<ChainEvent> events)
    {
        RequireStakeTarget(state, call.Netuid, call.Hotkey, call.Amount);
        ulong staked = state.Stakes.Of(call.Netuid, call.Hotkey, call.Coldkey);
        if (staked < call.Amount.Rao)
            throw new ChainException(
                "NotEnoughStakeToWithdraw",
                $"{call.Coldkey} has {new Balance(staked)} on {call.Hotkey}, less than {call.Amount}.");
        state.Stakes.Remove(call.Netuid, call.Hotkey, call.Coldkey, call.Amount.Rao);
        state.Deposit(call.Coldkey, call.Amount.Rao);
        events.Add(new ChainEvent.StakeRemoved(call.Netuid, call.Coldkey, call.Hotkey, call.Amount));
    }

    private static void RequireStakeTarget(LedgerState state, ushort netuid, AccountId hotkey, Balance amount)
    {
        _ = state.GetSubnet(netuid);
        if (amount.Rao == 0)
            throw new ChainException("AmountTooLow", "The amount is zero.");
        if (state.OwnerOf(hotkey) is null)
            throw new ChainException(
                "HotKeyAccountNotExists",
                $"The chain has never seen the hotkey {hotkey}; register it on a subnet first.");
    }

    private static void Transfer(LedgerState state, Extrinsic.Transfer call, List<ChainEvent> events)
    {
        ulong balance = state.BalanceOf(call.From);
        if (balance < call.Amount.Rao)
            throw new ChainException("InsufficientBalance", $"{call.From} has {new Balance(balance)}, less than {call.Amount}.");
        state.Withdraw(call.From, call.Amount.Rao);
        state.Deposit(call.To, call.Amount.Rao);
        events.Add(new ChainEvent.Transferred(call.From, call.To, call.Amount));
    }

    private static void ServeAxon(LedgerState state, Extrinsic.ServeAxon call, List<ChainEvent> events)
    {
        Subnet subnet = state.GetSubnet(call.Netuid);
        if (subnet.FindUid(call.Hotkey) is not ushort uid)
            throw new ChainException(
                "HotKeyNotRegisteredInNetwork",
                $"The hotkey {call.Hotkey} has no uid on subnet {call.Netuid}; register it first.");
        AxonInfo axon = call.Axon with { Hotkey = call.Hotkey };
        RequireReachable(axon);
        Neuron neuron = subnet.Neurons[uid];
        if (state.BlockNumber - neuron.AxonServedAt < subnet.Rules.ServingRateLimit)
            throw new ChainException(
                "ServingRateLimitExceeded",
                $"The axon was announced in block {neuron.AxonServedAt}; the next time may be in block {neuron.AxonServedAt + subnet.Rules.ServingRateLimit}.");
        neuron.Axon = axon;
        neuron.AxonServedAt = state.BlockNumber;
        events.Add(new ChainEvent.AxonServed(call.Netuid, axon));
    }

    /// <summary>Loopback addresses are fine here, unlike on the real chain: a local network lives on them.</summary>
    private static void RequireReachable(AxonInfo axon)
    {
        if (axon.Address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ChainException("InvalidIpType", $"{axon.Address} is neither IPv4 nor IPv6.");
        if (axon.Address.Equals(IPAddress.Any) || axon.Address.Equals(IPAddress.IPv6Any) || axon.Address.Equals(IPAddress.Broadcast))
            throw new ChainException("InvalidIpAddress", $"{axon.Address} names no host; announce the address that others reach.");
        if (axon.Port is < 1 or > ushort.MaxValue)
            throw new ChainException("InvalidPort", $"{axon.Port} is no TCP port (1 to 65535).");
    }
}
