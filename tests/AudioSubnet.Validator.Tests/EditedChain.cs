using System.Runtime.CompilerServices;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace AudioSubnet.Validator.Tests;

/// <summary>A real chain seen through a glass: neurons can be changed, calls counted, and the connection cut.</summary>
internal sealed class EditedChain(ISubtensor chain) : ISubtensor
{
    public Func<NeuronInfo, NeuronInfo> Edit { get; set; } = neuron => neuron;

    public bool Away { get; set; }

    /// <summary>The chain behind the glass; another one in its place is what a node shows that was started on an empty folder.</summary>
    public ISubtensor Chain { get; set; } = chain;

    /// <summary>The next submissions are taken by the chain, but their answers are lost.</summary>
    public int LostAnswers { get; set; }

    public int Submissions { get; private set; }

    /// <summary>What the next question for due reveals answers.</summary>
    public Queue<WeightReveal> Reveals { get; } = [];

    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) => There().GetBlockNumberAsync(cancellationToken);

    public async IAsyncEnumerable<ulong> SubscribeBlocksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ulong block in There().SubscribeBlocksAsync(cancellationToken))
            yield return block;
    }

    public Task<SubnetHyperparameters> GetHyperparametersAsync(ushort netuid, CancellationToken cancellationToken = default) =>
        There().GetHyperparametersAsync(netuid, cancellationToken);

    public async Task<Metagraph> GetMetagraphAsync(ushort netuid, CancellationToken cancellationToken = default)
    {
        Metagraph metagraph = await There().GetMetagraphAsync(netuid, cancellationToken);
        return metagraph with { Neurons = [.. metagraph.Neurons.Select(Edit)] };
    }

    public Task<IReadOnlyList<UidWeight>> GetWeightsAsync(ushort netuid, ushort uid, CancellationToken cancellationToken = default) =>
        There().GetWeightsAsync(netuid, uid, cancellationToken);

    public Task<Balance> GetBalanceAsync(AccountId coldkey, CancellationToken cancellationToken = default) =>
        There().GetBalanceAsync(coldkey, cancellationToken);

    public Task<ushort> RegisterAsync(ushort netuid, Keypair coldkey, AccountId hotkey, CancellationToken cancellationToken = default) =>
        There().RegisterAsync(netuid, coldkey, hotkey, cancellationToken);

    public Task AddStakeAsync(
        ushort netuid, Keypair coldkey, AccountId hotkey, Balance amount, CancellationToken cancellationToken = default) =>
        There().AddStakeAsync(netuid, coldkey, hotkey, amount, cancellationToken);

    public Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default) =>
        There().ServeAxonAsync(netuid, hotkey, axon, cancellationToken);

    public async Task SetWeightsAsync(
        ushort netuid, Keypair hotkey, IReadOnlyList<UidWeight> weights, ulong versionKey, CancellationToken cancellationToken = default)
    {
        Submissions++;
        await There().SetWeightsAsync(netuid, hotkey, weights, versionKey, cancellationToken);
        if (LostAnswers > 0)
        {
            LostAnswers--;
            throw new IOException("The connection was closed.");
        }
    }

    public Task<IReadOnlyList<WeightReveal>> RevealDueAsync(ushort netuid, Keypair hotkey, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<WeightReveal>>(Reveals.TryDequeue(out WeightReveal? reveal) ? [reveal] : []);

    private ISubtensor There() => Away ? throw new IOException("The connection was refused.") : Chain;
}
