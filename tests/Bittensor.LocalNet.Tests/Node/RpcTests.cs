using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Bittensor.Chain;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>The node's JSON-RPC: blocks, storage, subscriptions, and peers that misbehave.</summary>
[Trait("Area", "chain")]
public sealed class RpcTests : IAsyncLifetime
{
    private TestNode _node = null!;
    private RpcClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await TestNode.StartAsync(change: options => options with { KeptBlocks = 8, MaxRequestBytes = 100_000 });
        _client = await RpcClient.ConnectAsync(_node.Node.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Every_head_is_notified_once_and_in_order_and_points_at_its_parent()
    {
        string id = (await _client.CallAsync("chain_subscribeNewHeads"))!.GetValue<string>();
        List<JsonNode> heads = [(await _client.NotificationAsync())!];
        for (int i = 0; i < 3; i++)
        {
            _node.Chain.ProduceBlock();
            heads.Add((await _client.NotificationAsync())!);
        }

        heads.Select(head => head["number"]!.GetValue<string>()).ShouldBe(["0x0", "0x1", "0x2", "0x3"]);
        foreach ((JsonNode parent, JsonNode child) in heads.Zip(heads.Skip(1)))
        {
            string hash = child["parentHash"]!.GetValue<string>();
            (await _client.CallAsync("chain_getHeader", hash))!.ToJsonString().ShouldBe(parent.ToJsonString());
        }
        (await _client.CallAsync("chain_unsubscribeNewHeads", id))!.GetValue<bool>().ShouldBeTrue();
        _node.Chain.ProduceBlock();
        (await _client.CallAsync("chain_unsubscribeNewHeads", id))!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Storage_can_be_read_at_an_earlier_block_until_its_state_is_gone()
    {
        NodeSigner signer = await NodeSigner.CreateAsync(_client);
        string genesis = (await _client.CallAsync("chain_getBlockHash"))!.GetValue<string>();
        _node.Chain.Fund(TestNode.Bob.AccountId, Balance.FromTao(5));
        _node.Chain.ProduceBlock();
        string first = (await _client.CallAsync("chain_getBlockHash"))!.GetValue<string>();

        (await FreeAsync(genesis)).ShouldBe(Balance.FromTao(1_000).Rao);
        (await FreeAsync(first)).ShouldBe(Balance.FromTao(1_005).Rao);
        for (int i = 0; i < 10; i++)
            _node.Chain.ProduceBlock();

        (await FreeAsync(genesis)).ShouldBe(Balance.FromTao(1_000).Rao, "block 0 stays");
        (int code, string text) = await _client.ErrorAsync("state_getStorage", "0x00", first);
        code.ShouldBe(4003);
        text.ShouldContain(first);
        (await _client.CallAsync("chain_getBlockHash", 1)).ShouldBeNull();

        async Task<ulong> FreeAsync(string at) =>
            (await signer.ReadAsync(_client, at, "System", "Account", TestNode.Bob.AccountId))["data"]["free"].AsUInt64();
    }

    [Fact]
    public async Task Keys_come_in_pages_that_join_without_gap()
    {
        NodeSigner signer = await NodeSigner.CreateAsync(_client);
        string prefix = NodeSigner.Hex(signer.Metadata.Storage("System", "Account").Key());
        List<string> keys = [];
        while (true)
        {
            JsonArray page = (await _client.CallAsync("state_getKeysPaged", prefix, 4, keys.LastOrDefault()))!.AsArray();
            keys.AddRange(page.Select(key => key!.GetValue<string>()));
            if (page.Count < 4)
                break;
        }

        keys.Count.ShouldBe(6, "the development accounts");
        keys.ShouldBe((await _client.CallAsync("state_getKeys", prefix))!.AsArray().Select(key => key!.GetValue<string>()));
        JsonNode values = (await _client.CallAsync("state_queryStorageAt", (object)keys))!.AsArray().Single()!;
        values["changes"]!.AsArray().Count.ShouldBe(6);
        (await _client.ErrorAsync("state_getKeysPaged", prefix, 1001)).Code.ShouldBe(4002);
    }

    [Fact]
    public async Task A_storage_subscription_tells_the_value_and_then_each_change()
    {
        NodeSigner signer = await NodeSigner.CreateAsync(_client);
        string key = NodeSigner.Hex(signer.Metadata.Storage("SubtensorModule", "Tempo").Key((object)TestNode.Netuid));
        await _client.CallAsync("state_subscribeStorage", (object)new[] { key });
        string First(JsonNode? change) => change!["changes"]![0]![1]!.GetValue<string>();
        First(await _client.NotificationAsync()).ShouldBe("0x0a00");

        _node.Chain.ProduceBlock();
        _node.Chain.SetHyperparameters(TestNode.Netuid, new SubnetHyperparameters { Tempo = 11 });
        _node.Chain.ProduceBlock();

        JsonNode? change = await _client.NotificationAsync();
        First(change).ShouldBe("0x0b00");
        change!["block"]!.GetValue<string>().ShouldBe((await _client.CallAsync("chain_getBlockHash"))!.GetValue<string>());
    }

    [Theory]
    [InlineData("nonsense", -32700)]
    [InlineData("{}", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("7", -32600)]
    [InlineData("""{"id":1,"method":"no_such"}""", -32601)]
    [InlineData("""{"id":1,"method":"state_getStorage"}""", -32602)]
    [InlineData("""{"id":1,"method":"state_getStorage","params":["0x0"]}""", -32602)]
    [InlineData("""{"id":1,"method":"state_getStorage","params":{"key":1}}""", -32602)]
    [InlineData("""{"id":1,"method":"chain_getHeader","params":["0x00"]}""", -32602)]
    [InlineData("""{"id":1,"method":"system_accountNextIndex","params":["5Nobody"]}""", -32602)]
    [InlineData("""{"id":1,"method":"state_call","params":["Nothing_here","0x"]}""", 4003)]
    [InlineData("""{"id":1,"method":"state_call","params":["AccountNonceApi_account_nonce","0x12"]}""", 4003)]
    public async Task What_cannot_be_answered_ends_as_an_error_and_the_connection_goes_on(string text, int code)
    {
        await _client.SendTextAsync(text);

        (await _client.ReadAsync())["error"]!["code"]!.GetValue<int>().ShouldBe(code);

        (await _client.CallAsync("system_chain"))!.GetValue<string>().ShouldBe("Bittensor localnet");
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_and_notifications_not_at_all()
    {
        await _client.SendTextAsync(
            """[{"id":"a","method":"system_name"},{"method":"system_name"},{"id":2,"method":"nothing"},{"id":3,"method":"system_chainType"}]""");

        JsonArray answers = (await _client.ReadAsync()).AsArray();

        answers.Select(answer => answer!["id"]!.ToString()).ShouldBe(["a", "2", "3"]);
        answers[2]!["result"]!.GetValue<string>().ShouldBe("Development");
    }

    [Fact]
    public async Task An_oversized_request_costs_its_sender_the_connection_and_nobody_else()
    {
        await using RpcClient greedy = await RpcClient.ConnectAsync(_node.Node.Endpoint);
        await greedy.SendTextAsync(new string(' ', 200_000));

        await Should.ThrowAsync<Exception>(greedy.ReadAsync);

        (await _client.CallAsync("system_health"))!["isSyncing"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task Http_posts_are_answered_but_cannot_subscribe()
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder(_node.Node.Endpoint) { Scheme = "http" }.Uri };
        JsonNode version = await PostAsync("""{"id":1,"method":"state_getRuntimeVersion"}""");
        version["result"]!["specVersion"]!.GetValue<int>().ShouldBe(424);
        JsonNode refused = await PostAsync("""{"id":1,"method":"chain_subscribeNewHeads"}""");
        refused["error"]!["data"]!.GetValue<string>().ShouldContain("WebSocket");
        using HttpResponseMessage get = await http.GetAsync("", TestContext.Current.CancellationToken);
        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        async Task<JsonNode> PostAsync(string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await http.PostAsync("", content, TestContext.Current.CancellationToken);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        }
    }

    [Fact]
    public async Task Stopping_ends_connections_and_leaves_the_chain_running()
    {
        await _client.CallAsync("chain_subscribeNewHeads");
        await _client.NotificationAsync();

        await _node.Node.StopAsync(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<Exception>(_client.ReadAsync);
        _node.Chain.ProduceBlock().Number.ShouldBe(1UL);
    }
}
