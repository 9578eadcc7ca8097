using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

public sealed partial class SubtensorClient
{
    /// <inheritdoc/>
    public async Task<ushort> RegisterAsync(ushort netuid, Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default)
    {
        if (await FindUidAsync(netuid, hotkey, blockHash: null, cancellationToken) is { } registered)
            return registered;
        string? blockHash = null;
        try
        {
            ExtrinsicReceipt receipt = await SubmitAsync(Call(Pallet, "burned_register", netuid, hotkey), coldkey, cancellationToken);
            blockHash = receipt.BlockHash;
        }
        catch (ChainException refusal) when (refusal.ErrorName == "HotKeyAlreadyRegisteredInSubNet")
        {
            // Someone else has registered it meanwhile.
        }

        return await FindUidAsync(netuid, hotkey, blockHash, cancellationToken)
            ?? throw new ChainException("HotKeyNotRegisteredInSubNet", $"The hotkey {hotkey} was registered on subnet {netuid} and is gone again.");
    }

    /// <summary>
    /// Registers a hotkey by proof of work, which costs no TAO; gives its uid. Searches on several threads, over each new block anew, and
    /// hands in again when a work came too late. A hotkey that is registered already keeps its uid.
    /// </summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="hotkey">Who is to be registered; signs, and needs no balance.</param>
    /// <param name="coldkey">Who is to own it.</param>
    /// <param name="threads">Threads that search; null for one for each processor.</param>
    /// <param name="cancellationToken">Ends the search. It has no other limit: how long it takes is a matter of luck.</param>
    /// <exception cref="ChainException">SubnetNotExists, SubNetRegistrationDisabled, or what else the chain refuses it with.
    /// WorkRegistrationRemoved: the runtime is one of those (the main network's since spring 2026) that know no proof of work any
    /// more.</exception>
    public Task<ushort> RegisterByWorkAsync(
        ushort netuid, Keypair hotkey, AccountId coldkey, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        return new WorkRegistration(this, netuid, hotkey, coldkey, threads).RunAsync(cancellationToken);
    }

    /// <summary>Creates a subnet that the coldkey owns, for the network's price; gives its netuid.</summary>
    /// <param name="coldkey">Who pays and owns.</param>
    /// <param name="hotkey">The owner's hotkey, the subnet's first neuron.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ushort> RegisterNetworkAsync(Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(null, cancellationToken);
        List<(string, object?)> arguments = [("hotkey", hotkey)];
        // Builds of early 2025 ask for the kind of subnet too; 1 is a dynamic one, as all are since.
        if (state.Metadata.Call(Pallet, "register_network").Arguments.Any(argument => argument.Name == "mechid"))
            arguments.Add(("mechid", 1));
        ExtrinsicReceipt receipt = await SubmitAsync(SubtensorCalls.Call("register_network", arguments), coldkey, cancellationToken);
        return receipt.Events.FirstOrDefault(happened => happened.Pallet == Pallet && happened.Name == "NetworkAdded") is { } added
            ? added.Fields[0].AsUInt16()
            : throw new ChainException("NetworkNotAdded", $"register_network succeeded in block {receipt.BlockNumber}, but no event tells the netuid.");
    }

    /// <summary>Gives the place of a hotkey, its stake and its history to another one of the same coldkey.</summary>
    /// <param name="coldkey">Who owns both.</param>
    /// <param name="hotkey">The old one.</param>
    /// <param name="newHotkey">The new one.</param>
    /// <param name="netuid">The subnet; null for all. Runtimes before spring 2025 know only all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ScaleEncodingException">A subnet is named and the runtime swaps on all at once only.</exception>
    public Task SwapHotkeyAsync(
        Keypair coldkey, AccountId hotkey, AccountId newHotkey, ushort? netuid = null, CancellationToken cancellationToken = default) =>
        SubmitAsync(SubtensorCalls.SwapHotkey(hotkey, newHotkey, netuid), coldkey, cancellationToken);
}
