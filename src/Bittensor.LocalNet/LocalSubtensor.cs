using System.Runtime.CompilerServices;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;

namespace Bittensor.LocalNet;

/// <summary>The local chain as miners and validators see it. Calls complete when a block includes them.</summary>
public sealed class LocalSubtensor(LocalChain chain) : ISubtensor
{
    /// <inheritdoc/>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) => Ask(state => state.BlockNumber, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ulong> SubscribeBlocksAsync(CancellationToken cancellationToken = default) =>
        Follow(chain.BlockNumber, cancellationToken);

    /// <inheritdoc/>
    public Task<SubnetHyperparameters> GetHyperparametersAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        Ask(state => state.GetSubnet(netuid).Rules, cancellationToken);

    /// <inheritdoc/>
    public Task<Metagraph> GetMetagraphAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        Ask(state => MetagraphReader.Read(state, netuid), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ChainException">SubnetNotExists, or UidVecContainInvalidOne: there is no such neuron.</exception>
    public Task<IReadOnlyList<UidWeight>> GetWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken = default) =>
        Ask(
            state =>
            {
                Subnet subnet = state.GetSubnet(netuid);
                return uid < subnet.Neurons.Count
                    ? subnet.Neurons[uid].Weights
                    : throw new ChainException(
                        "UidVecContainInvalidOne",
                        $"Uid {uid} is none of the {subnet.Neurons.Count} neurons of subnet {netuid}.");
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<Balance> GetBalanceAsync(AccountId coldkey, CancellationToken cancellationToken = default) =>
        Ask(state => new Balance(state.BalanceOf(coldkey)), cancellationToken);

    /// <inheritdoc/>
    public async Task<ushort> RegisterAsync(ushort netuid, Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default)
    {
        if (FindUid() is ushort known)
            return known;
        try
        {
            Inclusion inclusion = await chain.SubmitAsync(new Extrinsic.BurnedRegister(coldkey.AccountId, netuid, hotkey), cancellationToken);
            return inclusion.Events.OfType<ChainEvent.NeuronRegistered>().Single().Uid;
        }
        catch (ChainException refusal) when (refusal.ErrorName == "HotKeyAlreadyRegisteredInSubNet" && FindUid() is ushort other)
        {
            // Another call for the same hotkey came first; its uid is as good.
            return other;
        }

        ushort? FindUid() => chain.Read(state => state.GetSubnet(netuid).FindUid(hotkey));
    }

    /// <inheritdoc/>
    public Task AddStakeAsync(ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        chain.SubmitAsync(new Extrinsic.AddStake(coldkey.AccountId, netuid, hotkey, amount), cancellationToken);

    /// <inheritdoc/>
    public Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default) =>
        chain.SubmitAsync(new Extrinsic.ServeAxon(hotkey.AccountId, netuid, axon), cancellationToken);

    /// <inheritdoc/>
    public Task SetWeightsAsync(
        ushort netuid,
        Keypair hotkey,
        IReadOnlyList<UidWeight> weights,
        ulong versionKey,
        CancellationToken cancellationToken = default) =>
        chain.SubmitAsync(
            new Extrinsic.SetWeights(
                hotkey.AccountId, netuid, [.. weights.Select(entry => entry.Uid)], [.. weights.Select(entry => entry.Weight)], versionKey),
            cancellationToken);

    private async IAsyncEnumerable<ulong> Follow(ulong first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return first;
        for (ulong last = first; ;)
        {
            (ulong number, Task next) = chain.Head();
            if (number > last)
                yield return last = number;
            else
                await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Answers at once; what the question throws comes with the task, as it would from a remote chain.</summary>
    private Task<T> Ask<T>(Func<LedgerState, T> query, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(chain.Read(query));
        }
        catch (ChainException refusal)
        {
            return Task.FromException<T>(refusal);
        }
    }
}
