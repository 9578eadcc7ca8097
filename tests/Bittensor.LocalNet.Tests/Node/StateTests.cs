using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>What storage and runtime APIs say is what the ledger says.</summary>
[Trait("Area", "chain")]
public sealed class StateTests
{
    [Fact]
    public async Task Neurons_over_rpc_are_those_of_the_ledger()
    {
        await using TestNode node = await TestNode.StartAsync();
        await PopulateAsync(node.Chain);
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        Metagraph expected = await new LocalSubtensor(node.Chain).GetMetagraphAsync(TestNode.Netuid, TestContext.Current.CancellationToken);

        ScaleValue neurons = await CallAsync(client, "NeuronInfoRuntimeApi", "get_neurons_lite", TestNode.Netuid);
        ScaleValue metagraph = await CallAsync(client, "SubnetInfoRuntimeApi", "get_metagraph", TestNode.Netuid);

        neurons.Items.Count.ShouldBe(4);
        foreach ((NeuronInfo neuron, ScaleValue answer) in expected.Neurons.Zip(neurons.Items))
        {
            answer["uid"].AsInt32().ShouldBe(neuron.Uid);
            answer["hotkey"].AsAccountId().ShouldBe(neuron.Hotkey);
            answer["coldkey"].AsAccountId().ShouldBe(neuron.Coldkey);
            answer["stake"][0][1].AsUInt64().ShouldBe(neuron.Stake.Rao);
            answer["validator_permit"].AsBool().ShouldBe(neuron.ValidatorPermit);
            answer["last_update"].AsUInt64().ShouldBe(neuron.LastUpdate);
            (answer["incentive"].AsInt32() / 65535.0).ShouldBe(neuron.Incentive);
            (answer["dividends"].AsInt32() / 65535.0).ShouldBe(neuron.Dividends);
            answer["axon_info"]["port"].AsInt32().ShouldBe(neuron.Axon.Port);
            metagraph["hotkeys"][neuron.Uid].AsAccountId().ShouldBe(neuron.Hotkey);
            metagraph["total_stake"][neuron.Uid].AsUInt64().ShouldBe(neuron.Stake.Rao);
            metagraph["block_at_registration"][neuron.Uid].AsUInt64().ShouldBe(neuron.RegisteredAt);
        }
        neurons.Items.ShouldContain(neuron => neuron["incentive"].AsInt32() > 0);
        ScaleValue weights = await signer.ReadAsync(client, at: null, "SubtensorModule", "Weights", TestNode.Netuid, 1);
        weights.Items.Select(pair => (pair[0].AsInt32(), pair[1].AsInt32())).ShouldBe([(2, 65535), (3, 32768)]);
        ScaleValue axon = await signer.ReadAsync(client, at: null, "SubtensorModule", "Axons", TestNode.Netuid, Account("miner 2").AccountId);
        axon["ip"].AsInteger().ShouldBe(0x0a000002);

        async Task<ScaleValue> CallAsync(RpcClient rpc, string api, string method, params object?[] inputs)
        {
            var described = Scale.Metadata.RuntimeMetadata.Read(NodeSigner.Bytes(await rpc.CallAsync(
                "state_call", "Metadata_metadata_at_version", "0x0f000000")).AsSpan(OpaqueHead)).ApiMethod(api, method);
            return described.DecodeOutput(NodeSigner.Bytes(await rpc.CallAsync("state_call", described.StateCall, NodeSigner.Hex(described.EncodeInputs(inputs)))));
        }
    }

    [Fact]
    public async Task Rules_over_rpc_are_those_of_the_ledger()
    {
        await using TestNode node = await TestNode.StartAsync();
        var rules = new SubnetHyperparameters
        {
            Tempo = 77,
            MinAllowedWeights = 3,
            WeightsVersionKey = 5,
            BurnCost = new Balance(4242),
            CommitRevealWeightsEnabled = true,
            AlphaLow = 11,
            AlphaHigh = 22,
            LiquidAlphaEnabled = true,
            AlphaSigmoidSteepness = -5,
        };
        node.Chain.SetHyperparameters(TestNode.Netuid, rules);
        node.Chain.ProduceBlock();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);

        (await Read("Tempo")).AsInt32().ShouldBe(77);
        (await Read("MinAllowedWeights")).AsInt32().ShouldBe(3);
        (await Read("WeightsVersionKey")).AsInt32().ShouldBe(5);
        (await Read("Burn")).AsInt32().ShouldBe(4242);
        (await Read("CommitRevealWeightsEnabled")).AsBool().ShouldBeTrue();
        (await Read("LiquidAlphaOn")).AsBool().ShouldBeTrue();
        (await Read("AlphaValues"))[1].AsInt32().ShouldBe(22);
        (await Read("AlphaSigmoidSteepness")).AsInt32().ShouldBe(-5);
        (await Read("Rho")).AsInt32().ShouldBe(10, "absent, so the default");

        Task<ScaleValue> Read(string entry) => signer.ReadAsync(client, at: null, "SubtensorModule", entry, TestNode.Netuid);
    }

    [Fact]
    public async Task Calls_from_within_the_process_stand_in_blocks_as_bare_extrinsics_with_their_events()
    {
        await using TestNode node = await TestNode.StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        Task staked = new LocalSubtensor(node.Chain).AddStakeAsync(
            TestNode.Netuid, TestNode.Bob, TestNode.Owner.AccountId, Balance.FromTao(1), TestContext.Current.CancellationToken);
        node.Chain.ProduceBlock();
        await staked;

        byte[] extrinsic = NodeSigner.Bytes((await client.CallAsync("chain_getBlock"))!["block"]!["extrinsics"]![1]);

        var decoded = new Scale.Extrinsics.ExtrinsicFormat(signer.Metadata).Decode(extrinsic);
        decoded.Signature.ShouldBeNull();
        decoded.Call.Call.ShouldBe("add_stake");
        (await signer.EventsAsync(client, at: null))[1].ShouldBe(["SubtensorModule.StakeAdded", "System.ExtrinsicSuccess"]);
    }

    /// <summary>The answer is an Option of bytes: one byte that it is there, four of the length of this size.</summary>
    private const int OpaqueHead = 5;

    private static Keypair Account(string name) => Keypair.FromUri($"//{name}");

    /// <summary>Uid 1 validates and weighs the miners 2 and 3; an epoch has run.</summary>
    private static async Task PopulateAsync(LocalChain chain)
    {
        AccountId bob = TestNode.Bob.AccountId;
        foreach (int uid in Enumerable.Range(1, 3))
            await DoAsync(new Extrinsic.BurnedRegister(bob, TestNode.Netuid, Account($"miner {uid}").AccountId));
        await DoAsync(new Extrinsic.AddStake(bob, TestNode.Netuid, Account("miner 1").AccountId, Balance.FromTao(100)));
        AccountId served = Account("miner 2").AccountId;
        await DoAsync(new Extrinsic.ServeAxon(served, TestNode.Netuid, new AxonInfo(served, IPAddress.Parse("10.0.0.2"), 8092)));
        RunEpoch();
        await DoAsync(new Extrinsic.SetWeights(Account("miner 1").AccountId, TestNode.Netuid, [2, 3], [65535, 32768], 0));
        RunEpoch();

        async Task DoAsync(Extrinsic call)
        {
            Task done = chain.SubmitAsync(call, TestContext.Current.CancellationToken);
            chain.ProduceBlock();
            await done;
        }

        void RunEpoch()
        {
            while (!chain.ProduceBlock().Events.OfType<ChainEvent.EpochRan>().Any())
            {
                // Blocks until the tempo has passed.
            }
        }
    }
}
