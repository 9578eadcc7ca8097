using System.Runtime.CompilerServices;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

public sealed partial class SubtensorClient
{
    private const string Pallet = "SubtensorModule";

    /// <inheritdoc/>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) => ChainHeads.NumberAsync(Rpc, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Goes on over lost connections for as long as it is read; only the first block must come in time.</remarks>
    public async IAsyncEnumerable<ulong> SubscribeBlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ulong? newest = null;
        await foreach (ulong number in ChainHeads.FollowAsync(Rpc, cancellationToken))
        {
            if (number <= newest)
                continue;
            newest = number;
            yield return number;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ChainException">SubnetNotExists.</exception>
    public Task<SubnetHyperparameters> GetHyperparametersAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        GetHyperparametersAsync(netuid, null, cancellationToken);

    /// <summary>The rules of a subnet at a block.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">SubnetNotExists, or BlockNotFound.</exception>
    public async Task<SubnetHyperparameters> GetHyperparametersAsync(
        ushort netuid, string? blockHash, CancellationToken cancellationToken = default) =>
        await new HyperparametersQuery(await AtAsync(blockHash, cancellationToken), netuid).RunAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ChainException">SubnetNotExists.</exception>
    public Task<Metagraph> GetMetagraphAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        GetMetagraphAsync(netuid, null, cancellationToken);

    /// <summary>All neurons of a subnet at a block.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">SubnetNotExists, or BlockNotFound.</exception>
    public Task<Metagraph> GetMetagraphAsync(ushort netuid, string? blockHash, CancellationToken cancellationToken = default) =>
        GetMetagraphAsync(netuid, MetagraphParts.None, blockHash, cancellationToken);

    /// <summary>All neurons of a subnet at a block, with weights, bonds and the stakes that count.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="parts">What it holds beside the neurons.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">SubnetNotExists, or BlockNotFound.</exception>
    public async Task<Metagraph> GetMetagraphAsync(
        ushort netuid, MetagraphParts parts, string? blockHash = null, CancellationToken cancellationToken = default) =>
        await new MetagraphQuery(await AtAsync(blockHash, cancellationToken), netuid, parts).RunAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ChainException">SubnetNotExists, or UidVecContainInvalidOne: there is no such neuron.</exception>
    public async Task<IReadOnlyList<UidWeight>> GetWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(null, cancellationToken);
        IReadOnlyList<ScaleValue> values = await state.GetManyAsync(
            [
                new StorageQuery(state.Metadata.Storage(Pallet, "NetworksAdded"), netuid),
                new StorageQuery(state.Metadata.Storage(Pallet, "SubnetworkN"), netuid),
                new StorageQuery(state.Metadata.Storage(Pallet, "Weights"), netuid, uid),
            ],
            cancellationToken);
        if (!values[0].AsBool())
            throw MetagraphQuery.Missing(netuid);
        if (uid >= values[1].AsInt32())
            throw new ChainException("UidVecContainInvalidOne", $"Subnet {netuid} has no neuron {uid}; there are {values[1].AsInt32()}.");
        return [.. values[2].Items.Select(weight => new UidWeight(weight[0].AsUInt16(), weight[1].AsUInt16()))];
    }

    /// <inheritdoc/>
    public Task<Balance> GetBalanceAsync(AccountId coldkey, CancellationToken cancellationToken = default) =>
        GetBalanceAsync(coldkey, null, cancellationToken);

    /// <summary>Free balance of a coldkey at a block.</summary>
    /// <param name="coldkey">The account.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">BlockNotFound.</exception>
    public async Task<Balance> GetBalanceAsync(AccountId coldkey, string? blockHash, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(blockHash, cancellationToken);
        ScaleValue account = await state.GetAsync("System", "Account", [coldkey], cancellationToken);
        return new Balance(account["data"]["free"].AsUInt64());
    }

    /// <summary>The uid of a hotkey on a subnet, or null if it is not registered.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="hotkey">The hotkey.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ushort?> FindUidAsync(ushort netuid, AccountId hotkey, string? blockHash = null, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(blockHash, cancellationToken);
        ScaleValue uid = await state.GetAsync(Pallet, "Uids", [netuid, hotkey], cancellationToken);
        return uid.IsNull ? null : uid.AsUInt16();
    }

    /// <summary>Blocks since the last epoch of a subnet.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">BlockNotFound.</exception>
    public async Task<ulong> GetBlocksSinceEpochAsync(ushort netuid, string? blockHash = null, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(blockHash, cancellationToken);
        return (await state.GetAsync(Pallet, "BlocksSinceLastStep", [netuid], cancellationToken)).AsUInt64();
    }

    /// <summary>Blocks since a neuron last set weights or committed to them, or was registered; null if it never did.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="uid">The neuron.</param>
    /// <param name="blockHash">0x-hex; null for the newest block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChainException">UidVecContainInvalidOne: there is no such neuron; or BlockNotFound.</exception>
    public async Task<ulong?> GetBlocksSinceUpdateAsync(
        ushort netuid, ushort uid, string? blockHash = null, CancellationToken cancellationToken = default)
    {
        ChainState state = await AtAsync(blockHash, cancellationToken);
        IReadOnlyList<ScaleValue> updates = (await state.GetAsync(Pallet, "LastUpdate", [netuid], cancellationToken)).Items;
        if (uid >= updates.Count)
            throw new ChainException("UidVecContainInvalidOne", $"Subnet {netuid} has no neuron {uid}; there are {updates.Count}.");
        return updates[uid].AsUInt64() is > 0 and var update ? state.BlockNumber - Math.Min(update, state.BlockNumber) : null;
    }
}
