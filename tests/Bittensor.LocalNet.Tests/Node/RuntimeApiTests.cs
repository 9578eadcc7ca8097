using Bittensor.Chain;
using Bittensor.LocalNet.Node.Runtime;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>Runtime APIs, called by state_call and decoded by the types that the node's metadata declares.</summary>
[Trait("Area", "chain")]
public sealed class RuntimeApiTests
{
    [Fact]
    public async Task Every_method_of_the_metadata_answers_with_its_type()
    {
        await using TestNode node = await TestNode.StartAsync();
        node.Chain.CreateSubnet(TestNode.Alice.AccountId, TestNode.Alice.AccountId);
        node.Chain.ProduceBlock();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        RuntimeMetadata metadata = await MetadataAsync(client);

        metadata.ApiMethods.Count.ShouldBeGreaterThan(25);
        foreach (RuntimeApiMethod method in metadata.ApiMethods.Where(method => method.Description.Inputs.All(input => input.Name != "uxt")))
        {
            object?[] input = [.. method.Description.Inputs.Select(parameter => Sample(parameter.Name))];
            await Should.NotThrowAsync(() => CallAsync(client, metadata, method.StateCall, input), method.StateCall);
        }
    }

    [Fact]
    public async Task A_selective_metagraph_holds_what_was_asked_for_and_nothing_else()
    {
        await using TestNode node = await TestNode.StartAsync();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        RuntimeMetadata metadata = await MetadataAsync(client);

        ScaleValue chosen = await CallAsync(
            client, metadata, "SubnetInfoRuntimeApi_get_selective_metagraph", TestNode.Netuid, new ushort[] { 3, 8, 52, 72, 999 });

        string[] present = [.. ((ScaleComposite)chosen).Fields.Where(field => !field.Value.IsNull).Select(field => field.Key)];
        present.ShouldBe(["netuid", "identity", "tempo", "hotkeys", "validators"]);
        chosen["tempo"].AsUInt16().ShouldBe((ushort)10);
        chosen["hotkeys"][0].AsAccountId().ShouldBe(TestNode.Owner.AccountId);
        (await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_selective_metagraph", 77, new ushort[] { 8 })).IsNull.ShouldBeTrue();
    }

    [Fact]
    public async Task Hyperparameters_are_the_same_in_all_three_forms()
    {
        await using TestNode node = await TestNode.StartAsync();
        node.Chain.SetHyperparameters(
            TestNode.Netuid, new SubnetHyperparameters { Tempo = 99, CommitRevealPeriod = 3, Yuma3Enabled = true, AlphaSigmoidSteepness = -2 });
        node.Chain.ProduceBlock();
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        RuntimeMetadata metadata = await MetadataAsync(client);

        ScaleValue first = await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_subnet_hyperparams", TestNode.Netuid);
        ScaleValue second = await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", TestNode.Netuid);
        ScaleValue third = await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_subnet_hyperparams_v3", TestNode.Netuid);

        foreach ((string name, ScaleValue value) in ((ScaleComposite)first).Fields)
            second[name].ShouldBe(value, name);
        second["yuma_version"].AsInt32().ShouldBe(3);
        second["alpha_sigmoid_steepness"]["bits"].AsInteger().ShouldBe(-2L << 32);
        Dictionary<string, ScaleValue> listed = third.Items.ToDictionary(
            entry => System.Text.Encoding.ASCII.GetString(entry["name"].AsBytes().Span), entry => ((ScaleVariant)entry["value"]).Value, StringComparer.Ordinal);
        foreach (string name in (string[])["tempo", "commit_reveal_period", "yuma_version", "alpha_high", "min_burn", "transfers_enabled"])
            listed[name].ShouldBe(second[name], name);
    }

    [Fact]
    public async Task Subnets_are_described_with_their_pools_and_neurons()
    {
        await using TestNode node = await TestNode.StartAsync();
        await node.DoAsync(new Extrinsic.AddStake(TestNode.Alice.AccountId, TestNode.Netuid, TestNode.Owner.AccountId, Balance.FromTao(7)));
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        RuntimeMetadata metadata = await MetadataAsync(client);

        IReadOnlyList<ScaleValue> all = (await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_all_dynamic_info")).Items;
        all.Count.ShouldBe(2);
        all[1]["tao_in"].AsUInt64().ShouldBe(Balance.FromTao(7).Rao);
        all[1]["moving_price"]["bits"].AsInteger().ShouldBe(1L << 32);
        ScaleValue state = await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_subnet_state", TestNode.Netuid);
        state["alpha_stake"][0].AsUInt64().ShouldBe(Balance.FromTao(7).Rao);
        state["emission_history"].Items.Count.ShouldBe(2);
        (await CallAsync(client, metadata, "SubnetInfoRuntimeApi_get_next_epoch_start_block", TestNode.Netuid)).AsUInt64().ShouldBe(10UL);
        ScaleValue stake = await CallAsync(
            client,
            metadata,
            "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid",
            TestNode.Owner.AccountId,
            TestNode.Alice.AccountId,
            TestNode.Netuid);
        stake["stake"].AsUInt64().ShouldBe(Balance.FromTao(7).Rao);
    }

    [Fact]
    public async Task An_axon_with_a_certificate_and_a_Prometheus_endpoint_are_read_where_clients_look()
    {
        await using TestNode node = await TestNode.StartAsync();
        var address = System.Net.IPAddress.Parse("10.1.2.3");
        await node.DoAsync(new Extrinsic.ServeAxonTls(
            TestNode.Owner.AccountId, TestNode.Netuid, new AxonInfo(TestNode.Owner.AccountId, address, 8091), new byte[] { 1, 42, 43 }));
        await node.DoAsync(new Extrinsic.ServePrometheus(TestNode.Owner.AccountId, TestNode.Netuid, new PrometheusInfo(address, 7091, 5)));
        await using RpcClient client = await RpcClient.ConnectAsync(node.Node.Endpoint);
        NodeSigner signer = await NodeSigner.CreateAsync(client);
        RuntimeMetadata metadata = await MetadataAsync(client);

        ScaleValue certificate = await signer.ReadAsync(
            client, null, "SubtensorModule", "NeuronCertificates", TestNode.Netuid, TestNode.Owner.AccountId);
        certificate["algorithm"].AsInt32().ShouldBe(1);
        certificate["public_key"].AsBytes().ToArray().ShouldBe([42, 43]);
        ScaleValue neuron = await CallAsync(client, metadata, "NeuronInfoRuntimeApi_get_neuron_lite", TestNode.Netuid, 0);
        neuron["prometheus_info"]["port"].AsInt32().ShouldBe(7091);
        neuron["prometheus_info"]["block"].AsUInt64().ShouldBe(2UL);
        neuron["axon_info"]["ip"].AsUInt128().ShouldBe((UInt128)0x0a010203);
    }

    private static object? Sample(string name) => name switch
    {
        "netuid" => TestNode.Netuid,
        "uid" or "version" => 15,
        "amount" => 1,
        "metagraph_indexes" => Enumerable.Range(0, 74),
        "coldkey_accounts" => new[] { TestNode.Alice.AccountId },
        "origin" or "destination" => null,
        _ => TestNode.Alice.AccountId,
    };

    private static async Task<RuntimeMetadata> MetadataAsync(RpcClient client)
    {
        var runtime = new LocalRuntime(TimeSpan.FromSeconds(12), 256);
        byte[] answer = NodeSigner.Bytes(await client.CallAsync("state_call", "Metadata_metadata_at_version", "0x0f000000"));
        RuntimeApiMethod method = runtime.Metadata.ApiMethods.Single(method => method.StateCall == "Metadata_metadata_at_version");
        return RuntimeMetadata.Read(method.DecodeOutput(answer).AsBytes().Span);
    }

    private static async Task<ScaleValue> CallAsync(RpcClient client, RuntimeMetadata metadata, string name, params object?[] input)
    {
        RuntimeApiMethod method = metadata.ApiMethods.Single(method => method.StateCall == name);
        return method.DecodeOutput(NodeSigner.Bytes(await client.CallAsync("state_call", name, NodeSigner.Hex(method.EncodeInputs(input)))));
    }
}
