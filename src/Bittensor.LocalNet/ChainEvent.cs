using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet;

/// <summary>Something that happened in a block.</summary>
public abstract record ChainEvent
{
    private ChainEvent()
    {
    }

    /// <summary>The faucet issued an amount.</summary>
    public sealed record AccountFunded(AccountId Account, Balance Amount) : ChainEvent;

    /// <summary>Free balance moved from one account to another.</summary>
    public sealed record Transferred(AccountId From, AccountId To, Balance Amount) : ChainEvent;

    /// <summary>A subnet came into being.</summary>
    public sealed record SubnetCreated(ushort Netuid, AccountId OwnerColdkey, AccountId OwnerHotkey) : ChainEvent;

    /// <summary>A subnet has new rules.</summary>
    public sealed record HyperparametersSet(ushort Netuid, SubnetHyperparameters Rules) : ChainEvent;

    /// <summary>A hotkey received a uid; the price was recycled.</summary>
    public sealed record NeuronRegistered(ushort Netuid, ushort Uid, AccountId Hotkey, Balance Price) : ChainEvent;

    /// <summary>A hotkey lost its uid to a new one.</summary>
    public sealed record NeuronPruned(ushort Netuid, ushort Uid, AccountId Hotkey) : ChainEvent;

    /// <summary>A coldkey staked on a hotkey.</summary>
    public sealed record StakeAdded(ushort Netuid, AccountId Coldkey, AccountId Hotkey, Balance Amount) : ChainEvent;

    /// <summary>A coldkey took stake back from a hotkey.</summary>
    public sealed record StakeRemoved(ushort Netuid, AccountId Coldkey, AccountId Hotkey, Balance Amount) : ChainEvent;

    /// <summary>A neuron announced where it serves.</summary>
    public sealed record AxonServed(ushort Netuid, AxonInfo Axon) : ChainEvent;

    /// <summary>A neuron set its weights.</summary>
    public sealed record WeightsSet(ushort Netuid, ushort Uid) : ChainEvent;

    /// <summary>An epoch ran: what miners, validators with their stakers, and the subnet owner received; <paramref name="Paid"/> by
    /// uid, without the owner's cut.</summary>
    public sealed record EpochRan(
        ushort Netuid, Balance ToMiners, Balance ToValidators, Balance ToOwner, IReadOnlyList<Balance> Paid) : ChainEvent;

    /// <summary>Emission left circulation because nobody earned it, or because it would have gone to the subnet owner's own
    /// miner.</summary>
    public sealed record EmissionRecycled(ushort Netuid, Balance Amount) : ChainEvent;

    /// <summary>A call was refused.</summary>
    public sealed record ExtrinsicFailed(AccountId Signer, string ErrorName) : ChainEvent;
}
