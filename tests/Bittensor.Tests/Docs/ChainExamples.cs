using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.LocalNet;
using Bittensor.LocalNet.Node;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;
using Bittensor.Tests.Chain.Rpc;
using Bittensor.Weights;

namespace Bittensor.Tests.Docs;

/// <summary>The examples of docs/sdk.md on the chain, each against a node of its own.</summary>
[Trait("Area", "docs")]
public sealed class ChainExamples
{
    private const ushort Netuid = LocalNode.Netuid;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Querying_a_metagraph()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        string endpoint = node.Endpoint.ToString();
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;

        #region metagraph
        // "finney", "test", "archive", "local", or URLs such as "wss://a:443,wss://b:443", the later ones for fail-over.
        await using var subtensor = SubtensorClient.Connect(endpoint);

        Metagraph metagraph = await subtensor.GetMetagraphAsync(netuid, cancellationToken);
        foreach (NeuronInfo neuron in metagraph.Neurons.Where(neuron => neuron.ValidatorPermit))
            Console.WriteLine($"{neuron.Uid} {neuron.Hotkey} {neuron.Stake} {neuron.Axon.Address}:{neuron.Axon.Port}");

        await foreach (ulong block in subtensor.SubscribeBlocksAsync(cancellationToken))
        {
            Console.WriteLine($"block {block}");
            if (block >= metagraph.Block + 3)
                break;
        }
        #endregion

        metagraph.Neurons.ShouldNotBeEmpty();
        metagraph.Find(Keypair.FromUri("//Owner//hot").AccountId)!.Uid.ShouldBe((ushort)0);
    }

    [Fact]
    public async Task Reading_storage_at_a_block()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;

        #region storage
        ChainState state = await subtensor.AtAsync(blockHash: null, cancellationToken); // the newest block
        ScaleValue tempo = await state.GetAsync("SubtensorModule", "Tempo", [netuid], cancellationToken);
        IReadOnlyList<StorageItem> hotkeys = await state.GetAllAsync("SubtensorModule", "Keys", [netuid], cancellationToken);

        Console.WriteLine($"Block {state.BlockNumber}: tempo {tempo.AsUInt16()}, uid 0 is {hotkeys[0].Value.AsAccountId()}");
        #endregion

        tempo.AsUInt16().ShouldBe((ushort)10);
        hotkeys.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Setting_weights()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        using Keypair coldkey = Keypair.FromUri("//Alice");
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        CancellationToken cancellationToken = Limit;
        const ushort netuid = Netuid;

        #region register
        ushort uid = await subtensor.RegisterAsync(netuid, coldkey, hotkey.AccountId, cancellationToken);
        await subtensor.AddStakeAsync(netuid, coldkey, hotkey.AccountId, Balance.FromTao(1000), cancellationToken);
        #endregion

        ulong registered = await subtensor.GetBlockNumberAsync(cancellationToken);
        await foreach (ulong block in subtensor.SubscribeBlocksAsync(cancellationToken))
            if (block > registered + 11) // an epoch later the neuron has its permit
                break;

        #region weights
        Metagraph metagraph = await subtensor.GetMetagraphAsync(netuid, cancellationToken);
        SubnetHyperparameters rules = await subtensor.GetHyperparametersAsync(netuid, cancellationToken);
        double[] scores = [.. metagraph.Neurons.Select(neuron => neuron.Uid == 0 ? 0.8 : 0.2)];

        IReadOnlyList<UidWeight> weights = WeightProcessor.Process(scores, rules, metagraph.Neurons.Count);
        try
        {
            await subtensor.SetWeightsAsync(netuid, hotkey, weights, rules.WeightsVersionKey, cancellationToken);
        }
        catch (ChainException refusal) when (refusal.ErrorName == "SettingWeightsTooFast")
        {
            Console.WriteLine(refusal.Message); // says from which block on
        }
        #endregion

        (await subtensor.GetWeightsAsync(netuid, uid, Limit)).ShouldBe(weights);
        weights.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Any_call_by_name()
    {
        await using LocalNode node = await LocalNode.StartAsync();
        await using SubtensorClient subtensor = node.Connect();
        using Keypair alice = Keypair.FromUri("//Alice");
        AccountId bob = Keypair.FromUri("//Receiver").AccountId;
        CancellationToken cancellationToken = Limit;

        #region call
        ChainCall call = SubtensorClient.Call("Balances", "transfer_keep_alive", bob, Balance.FromTao(2.5m).Rao);
        ExtrinsicReceipt receipt = await subtensor.SubmitAsync(call, alice, cancellationToken);

        Console.WriteLine($"In block {receipt.BlockNumber}:");
        foreach (EventRecord happened in receipt.Events)
            Console.WriteLine($"  {happened.Pallet}.{happened.Name} {ScaleJson.Write(happened.Fields)}");
        #endregion

        receipt.Events.ShouldContain(happened => happened.Pallet == "Balances" && happened.Name == "Transfer");
        (await subtensor.GetBalanceAsync(bob, Limit)).ShouldBe(Balance.FromTao(2.5m));
    }

    [Fact]
    public async Task A_chain_in_a_test()
    {
        CancellationToken cancellationToken = Limit;

        #region localchain
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chain = new LocalChain(new LocalChainOptions { BlockTime = TimeSpan.FromMilliseconds(50) });
        DevAccounts.Fund(chain, Balance.FromTao(1_000));
        using Keypair alice = DevAccounts.Key("Alice");
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        ushort netuid = chain.CreateSubnet(alice.AccountId, hotkey.AccountId);

        await using var node = new ChainNode(chain, new NodeOptions { Port = 0 }); // 0: any free port
        await node.StartAsync(cancellationToken);
        Task blocks = chain.RunAsync(stop.Token);

        await using (var subtensor = SubtensorClient.Connect(node.Endpoint.ToString()))
        {
            Metagraph metagraph = await subtensor.GetMetagraphAsync(netuid, cancellationToken);
            Console.WriteLine($"{metagraph.Neurons.Count} neuron: {metagraph.Neurons[0].Hotkey}");
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(blocks);
        #endregion

        netuid.ShouldBe((ushort)1);
    }
}
