using System.Text.Json;
using Bittensor.Chain.Rpc;

namespace Bittensor.Tests.Chain.Rpc;

[Trait("Area", "chain")]
public sealed class RpcClientTests : IDisposable
{
    private static readonly SubtensorOptions Quick = new()
    {
        ReconnectDelay = TimeSpan.FromMilliseconds(5),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        KeepAliveInterval = TimeSpan.FromMilliseconds(100),
        RequestTimeout = TimeSpan.FromMinutes(1),
    };

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public RpcClientTests() => _limit.CancelAfter(TimeSpan.FromMinutes(2));

    private CancellationToken Limit => _limit.Token;

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Answers_find_their_requests_when_many_are_sent_at_once()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.On("echo", call => call.ReplyAsync(call.Parameters[0]));
        await using var client = new RpcClient([node.Endpoint], Quick);

        int[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (await client.RequestAsync("echo", [i], Limit)).GetInt32()));

        answers.ShouldBe(Enumerable.Range(0, 200));
        node.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Errors_of_the_node_carry_their_code_and_data()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.On("author_submitExtrinsic", call => call.FailAsync(1010, "Invalid Transaction", "Transaction has a bad signature"));
        await using var client = new RpcClient([node.Endpoint], Quick);

        RpcException refused = await Should.ThrowAsync<RpcException>(() => client.RequestAsync("author_submitExtrinsic", ["0x00"], Limit));
        RpcException unknown = await Should.ThrowAsync<RpcException>(() => client.RequestAsync("no_such", [], Limit));

        (refused.Code, refused.Error, refused.Details).ShouldBe((1010, "Invalid Transaction", "Transaction has a bad signature"));
        unknown.Code.ShouldBe(RpcException.MethodNotFound);
        node.Count("author_submitExtrinsic").ShouldBe(1);
    }

    [Fact]
    public async Task A_null_result_is_no_error()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.Answer("state_getStorage", null);
        await using var client = new RpcClient([node.Endpoint], Quick);

        JsonElement answer = await client.RequestAsync("state_getStorage", ["0x00"], Limit);

        (answer.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined).ShouldBeTrue();
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("freeze")]
    [InlineData("garbage")]
    [InlineData("wrong shape")]
    public async Task A_request_outlives_a_connection_that_fails(string fault)
    {
        await using FakeNode node = await FakeNode.StartAsync();
        int calls = 0;
        node.On("ask", call => (++calls, fault) switch
        {
            (1, "drop") => call.Drop(),
            (1, "freeze") => call.Freeze(),
            (1, "garbage") => call.SendAsync("}{ this is not JSON"),
            (1, "wrong shape") => call.SendAsync("""{"jsonrpc":"2.0","id":{},"result":[]}"""),
            _ => call.ReplyAsync("at last"),
        });
        await using var client = new RpcClient(
            [node.Endpoint], Quick with { AnswerTimeout = TimeSpan.FromSeconds(2), KeepAliveTimeout = TimeSpan.FromMilliseconds(100) });

        (await client.RequestAsync("ask", [], Limit)).GetString().ShouldBe("at last");

        // On a busy machine a live connection too may be slow enough to be given up.
        node.Connections.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_node_that_is_silent_is_given_up_for_the_next_one()
    {
        await using FakeNode silent = await FakeNode.StartAsync();
        await using FakeNode good = await FakeNode.StartAsync();
        silent.On("ask", _ => Task.CompletedTask);
        good.Answer("ask", 7);
        await using var client = new RpcClient([silent.Endpoint, good.Endpoint], Quick with { AnswerTimeout = TimeSpan.FromMilliseconds(100) });

        (await client.RequestAsync("ask", [], Limit)).GetInt32().ShouldBe(7);
        silent.Count("ask").ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task An_endpoint_where_nobody_listens_is_passed_over()
    {
        Uri nobody;
        await using (FakeNode gone = await FakeNode.StartAsync())
            nobody = gone.Endpoint;
        await using FakeNode node = await FakeNode.StartAsync();
        node.Answer("ask", 1);
        await using var client = new RpcClient([nobody, node.Endpoint], Quick);

        (await client.RequestAsync("ask", [], Limit)).GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Without_any_node_the_error_names_the_endpoint_and_the_limit()
    {
        Uri nobody;
        await using (FakeNode gone = await FakeNode.StartAsync())
            nobody = gone.Endpoint;
        await using var client = new RpcClient([nobody], Quick with { RequestTimeout = TimeSpan.FromMilliseconds(200) });

        ChainUnavailableException failure = await Should.ThrowAsync<ChainUnavailableException>(() => client.RequestAsync("ask", [], Limit));

        failure.Message.ShouldContain(nobody.ToString());
        failure.Message.ShouldContain("0.2 s");
    }

    [Fact]
    public async Task A_message_beyond_the_limit_ends_the_connection()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.Answer("huge", new string('x', 100_000)).Answer("small", 1);
        await using var client = new RpcClient([node.Endpoint], Quick with { MaxMessageLength = 50_000, RequestTimeout = TimeSpan.FromSeconds(3) });

        await Should.ThrowAsync<ChainUnavailableException>(() => client.RequestAsync("huge", [], Limit));
        (await client.RequestAsync("small", [], Limit)).GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_callers_cancellation_leaves_the_others_alone()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.On("never", _ => { asked.SetResult(); return Task.CompletedTask; }).Answer("ask", 1);
        await using var client = new RpcClient([node.Endpoint], Quick);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Limit);

        Task<JsonElement> never = client.RequestAsync("never", [], impatience.Token);
        await asked.Task.WaitAsync(Limit);
        await impatience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => never);
        (await client.RequestAsync("ask", [], Limit)).GetInt32().ShouldBe(1);
        node.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_is_made_again_after_a_lost_connection()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        int subscriptions = 0;
        node.On("chain_subscribeNewHeads", async call =>
        {
            int number = ++subscriptions;
            // The first notification overtakes the answer, as nodes let it happen.
            await call.NotifyAsync("chain_newHead", $"id{number}", new { number });
            await call.ReplyAsync($"id{number}");
            if (number < 3)
                await call.Drop();
        });
        await using var client = new RpcClient([node.Endpoint], Quick);

        List<int> seen = [];
        await foreach (JsonElement head in client.SubscribeAsync("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", [], Limit))
        {
            seen.Add(head.GetProperty("number").GetInt32());
            if (seen[^1] == 3)
                break;
        }

        seen[^1].ShouldBe(3);
        seen.ShouldBeInOrder();
        node.Count("chain_unsubscribeNewHeads").ShouldBe(1);
    }

    [Fact]
    public async Task A_subscription_that_falls_silent_is_made_again()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        int subscriptions = 0;
        node.Answer("chain_unsubscribeNewHeads", result: true).On("chain_subscribeNewHeads", async call =>
        {
            int number = ++subscriptions;
            await call.ReplyAsync(number);
            if (number >= 2)
                await call.NotifyAsync("chain_newHead", number, "alive");
        });
        await using var client = new RpcClient([node.Endpoint], Quick with { SilenceTimeout = TimeSpan.FromMilliseconds(100) });

        await foreach (JsonElement head in client.SubscribeAsync("chain_subscribeNewHeads", "chain_unsubscribeNewHeads", [], Limit))
        {
            head.GetString().ShouldBe("alive");
            break;
        }

        subscriptions.ShouldBeGreaterThanOrEqualTo(2);
        node.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Notifications_keep_their_order()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.On("state_subscribeStorage", async call =>
        {
            await call.ReplyAsync("s");
            for (int i = 0; i < 500; i++)
                await call.NotifyAsync("state_storage", "s", i);
        });
        await using var client = new RpcClient([node.Endpoint], Quick);

        List<int> seen = [];
        await foreach (JsonElement change in client.SubscribeAsync("state_subscribeStorage", "state_unsubscribeStorage", [], Limit))
        {
            seen.Add(change.GetInt32());
            if (seen.Count == 500)
                break;
        }

        seen.ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task A_disposed_client_says_so()
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.On("never", _ => Task.CompletedTask);
        var client = new RpcClient([node.Endpoint], Quick);
        Task<JsonElement> waiting = client.RequestAsync("never", [], Limit);

        await client.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(() => client.RequestAsync("ask", [], Limit));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{\"number\":true}")]
    [InlineData("{\"number\":\"0xzz\"}")]
    public async Task An_answer_of_the_wrong_shape_is_told_as_such(string answer)
    {
        await using FakeNode node = await FakeNode.StartAsync();
        node.Answer("chain_getHeader", JsonDocument.Parse(answer).RootElement);
        await using SubtensorClient client = SubtensorClient.Connect(node.Endpoint.ToString(), Quick);

        await Should.ThrowAsync<FormatException>(() => client.GetBlockNumberAsync(Limit));
    }
}
