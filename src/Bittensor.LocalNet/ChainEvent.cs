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

    /// <summary>A hotkey received a uid; the price was recycled. Work costs no balance.</summary>
    public sealed record NeuronRegistered(ushort Netuid, ushort Uid, AccountId Hotkey, Balance Price) : ChainEvent;

    /// <summary>A hotkey lost its uid to a new one.</summary>
    public sealed record NeuronPruned(ushort Netuid, ushort Uid, AccountId Hotkey) : ChainEvent;

    /// <summary>A coldkey staked on a hotkey.</summary>
    public sealed record StakeAdded(ushort Netuid, AccountId Coldkey, AccountId Hotkey, Balance Amount) : ChainEvent;

    /// <summary>A coldkey took stake back from a hotkey.</summary>
    public sealed record StakeRemoved(ushort Netuid, AccountId Coldkey, AccountId Hotkey, Balance Amount) : ChainEvent;

    /// <summary>A neuron announced where it serves.</summary>
    public sealed record AxonServed(ushort Netuid, AxonInfo Axon) : ChainEvent;

    /// <summary>A neuron announced where its measurements can be read.</summary>
    public sealed record PrometheusServed(ushort Netuid, AccountId Hotkey) : ChainEvent;

    /// <summary>A hotkey took the place of another, on one subnet or, without a netuid, on all.</summary>
    public sealed record HotkeySwapped(AccountId Coldkey, AccountId OldHotkey, AccountId NewHotkey, ushort? Netuid) : ChainEvent;

    /// <summary>A call <c>sudo_set_…</c> changed a rule of a subnet.</summary>
    public sealed record HyperparameterSet(ushort Netuid, string Call, IReadOnlyList<Int128> Values) : ChainEvent;

    /// <summary>Weights are to be committed in another way.</summary>
    public sealed record CommitRevealVersionSet(ushort Version) : ChainEvent;

    /// <summary>A neuron set its weights.</summary>
    public sealed record WeightsSet(ushort Netuid, ushort Uid) : ChainEvent;

    /// <summary>A hotkey committed to weights.</summary>
    public sealed record WeightsCommitted(ushort Netuid, AccountId Hotkey, ReadOnlyMemory<byte> Hash) : ChainEvent;

    /// <summary>A hotkey revealed the weights behind a commit.</summary>
    public sealed record WeightsRevealed(ushort Netuid, AccountId Hotkey, ReadOnlyMemory<byte> Hash) : ChainEvent;

    /// <summary>An epoch ran: what miners, validators with their stakers, and the subnet owner received; <paramref name="Paid"/> by
    /// uid, without the owner's cut.</summary>
    public sealed record EpochRan(
        ushort Netuid, Balance ToMiners, Balance ToValidators, Balance ToOwner, IReadOnlyList<Balance> Paid) : ChainEvent;

    /// <summary>Emission left circulation because nobody earned it, or because it would have gone to the subnet owner's own
    /// miner.</summary>
    public sealed record EmissionRecycled(ushort Netuid, Balance Amount) : ChainEvent;

    /// <summary>The signer of an extrinsic paid for it; the fee leaves circulation. The amount includes the tip.</summary>
    public sealed record FeePaid(AccountId Account, Balance Amount, Balance Tip) : ChainEvent;

    /// <summary>Root set the free balance of an account.</summary>
    public sealed record BalanceSet(AccountId Account, Balance Free) : ChainEvent;

    /// <summary>An account put a remark of this BLAKE2b-256 into a block.</summary>
    public sealed record Remarked(AccountId Account, ReadOnlyMemory<byte> Hash) : ChainEvent;

    /// <summary>A call of a batch was carried out.</summary>
    public sealed record BatchItemCompleted : ChainEvent;

    /// <summary>A call of a batch was refused; the batch goes on.</summary>
    public sealed record BatchItemFailed(string ErrorName) : ChainEvent;

    /// <summary>A call of a batch was refused, and the ones behind it were left out.</summary>
    public sealed record BatchInterrupted(int Index, string ErrorName) : ChainEvent;

    /// <summary>A batch came to its end.</summary>
    public sealed record BatchCompleted(bool WithErrors) : ChainEvent;

    /// <summary>The key of the sudo pallet made a call as root; <paramref name="ErrorName"/> is null if it was carried out.</summary>
    public sealed record SudoDone(string? ErrorName) : ChainEvent;

    /// <summary>A call was refused.</summary>
    public sealed record ExtrinsicFailed(AccountId Signer, string ErrorName) : ChainEvent;
}
