using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Tests.Chain.Rpc;
using Bittensor.Tests.Wallets;

namespace Bittensor.Tests.Docs;

/// <summary>The examples of docs/sdk.md on commit and reveal, proof of work, finality and whole metagraphs.</summary>
[Trait("Area", "docs")]
public sealed class CommitExamples
{
    private const ushort Netuid = LocalNode.Netuid;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Committing_and_revealing()
    {
        await using LocalNode node = await LocalNode.StartAsync(
            new SubnetHyperparameters { Tempo = 10, WeightsSetRateLimit = 0, CommitRevealWeightsEnabled = true });
        using var folder = new TemporaryFolder();
        await using SubtensorClient subtensor = SubtensorClient.Connect(
            node.Endpoint.ToString(), LocalNode.Options with { CommitFolder = folder.Path, AlwaysSaltedCommits = true });
        using Keypair coldkey = Keypair.FromUri("//Alice");
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;
        ushort uid = await subtensor.RegisterAsync(netuid, coldkey, hotkey.AccountId, Limit);
        await subtensor.AddStakeAsync(netuid, coldkey, hotkey.AccountId, Balance.FromTao(1000), Limit);
        await foreach (ulong _ in subtensor.SubscribeBlocksAsync(Limit))
            if ((await subtensor.GetMetagraphAsync(netuid, Limit)).Neurons[uid].ValidatorPermit)
                break;
        UidWeight[] weights = [new(0, 65535), new(uid, 100)];

        #region commit
        WeightSubmission sent = await subtensor.SubmitWeightsAsync(netuid, hotkey, weights, versionKey: 0, cancellationToken);
        Console.WriteLine(sent.Commit is null ? "set" : $"committed as {sent.Commit.Hash}, to be revealed in a later epoch");

        // The loop that a validator has anyway: every few blocks, also after a restart.
        await foreach (ulong block in subtensor.SubscribeBlocksAsync(cancellationToken))
        {
            foreach (WeightReveal reveal in await subtensor.RevealDueAsync(netuid, hotkey, cancellationToken))
                Console.WriteLine($"block {block}: {reveal.Result}: {reveal.Message}");
            if ((await subtensor.GetPendingRevealsAsync(netuid, hotkey.AccountId, cancellationToken)).Count == 0)
                break;
        }
        #endregion

        (await subtensor.GetWeightsAsync(netuid, uid, Limit)).ShouldBe(weights);
    }

    [Fact]
    public async Task Registering_by_work()
    {
        await using LocalNode node = await LocalNode.StartAsync(new SubnetHyperparameters { Difficulty = 2_000 });
        await using SubtensorClient subtensor = node.Connect();
        using Keypair hotkey = Keypair.FromUri("//Worker");
        AccountId coldkey = LocalNode.Bob.AccountId;
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;

        #region work
        ushort uid = await subtensor.RegisterByWorkAsync(netuid, hotkey, coldkey, threads: 2, cancellationToken);
        #endregion

        (await subtensor.FindUidAsync(netuid, hotkey.AccountId, cancellationToken: Limit)).ShouldBe(uid);
    }

    [Fact]
    public async Task Waiting_for_finality()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        using Keypair alice = Keypair.FromUri("//Alice");
        AccountId bob = Keypair.FromUri("//Receiver").AccountId;
        CancellationToken cancellationToken = Limit;

        #region finality
        ChainCall call = SubtensorClient.Call("Balances", "transfer_keep_alive", bob, Balance.FromTao(100).Rao);
        ExtrinsicReceipt receipt = await subtensor.SubmitAsync(call, alice, WaitFor.Finality, cancellationToken);
        Console.WriteLine($"Block {receipt.BlockNumber} is final.");
        #endregion

        (await subtensor.GetBalanceAsync(bob, receipt.BlockHash, Limit)).ShouldBe(Balance.FromTao(100));
    }

    [Fact]
    public async Task A_whole_metagraph()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;
        string? blockHash = null;

        #region wholemetagraph
        Metagraph metagraph = await subtensor.GetMetagraphAsync(netuid, MetagraphParts.All, blockHash, cancellationToken); // null: the newest block
        foreach (NeuronInfo neuron in metagraph.Neurons)
        {
            Console.WriteLine($"{neuron.Uid}: {neuron.AlphaStake} alpha, {neuron.TaoStake} TAO, counts as {neuron.StakeWeight}");
            foreach (UidWeight weight in metagraph.Weights[neuron.Uid])
                Console.WriteLine($"  weighs {weight.Uid} with {weight.Weight / 65535.0:0.000}");
        }
        #endregion

        metagraph.Weights.Count.ShouldBe(metagraph.Neurons.Count);
    }
}
