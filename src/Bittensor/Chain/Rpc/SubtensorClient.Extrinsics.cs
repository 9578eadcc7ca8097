using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

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

    /// <inheritdoc/>
    public Task AddStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(ByName(Pallet, "add_stake", ("hotkey", hotkey), ("netuid", netuid), ("amount_staked", amount.Rao)), coldkey, cancellationToken);

    /// <summary>Takes stake of the coldkey back from the hotkey.</summary>
    public Task RemoveStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(ByName(Pallet, "remove_stake", ("hotkey", hotkey), ("netuid", netuid), ("amount_unstaked", amount.Rao)), coldkey, cancellationToken);

    /// <summary>Moves free balance to another account; refuses to end the sender's account by leaving less than the existential
    /// deposit.</summary>
    public Task TransferAsync(Keypair from, AccountId to, Balance amount, CancellationToken cancellationToken = default) =>
        SubmitAsync(Call("Balances", "transfer_keep_alive", to, amount.Rao), from, cancellationToken);

    /// <inheritdoc/>
    public Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(axon);
        (UInt128 ip, byte kind) = AxonAddress.ToChain(axon.Address);
        ChainCall call = ByName(
            Pallet, "serve_axon",
            ("netuid", netuid), ("version", axon.Version), ("ip", ip), ("port", axon.Port), ("ip_type", kind), ("protocol", axon.Protocol),
            ("placeholder1", 0), ("placeholder2", 0));
        return SubmitAsync(call, hotkey, cancellationToken);
    }

    /// <summary>A call with its arguments by name, in any order.</summary>
    internal static ChainCall ByName(string pallet, string call, params IEnumerable<(string Name, object? Value)> arguments) =>
        Call(pallet, call, ScaleValue.Struct(arguments));
}
