using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class DendriteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_has_the_protocols_headers_and_fields_in_its_order()
    {
        (_, byte[] bytes) = await BodySignatureTests.AskAsync(new DendriteOptions { ExternalAddress = IPAddress.Parse("198.51.100.7") }, BodySignatureTests.Reply("{}"));
        RawMessage request = RawMessage.Parse(bytes);
        request.Headers.Keys.Where(static name => name is not ("Host" or "Content-Type" or "Content-Length")).ShouldBe(
        [
            "name", "timeout", "bt_header_axon_ip", "bt_header_axon_port", "bt_header_axon_hotkey",
            "bt_header_dendrite_ip", "bt_header_dendrite_version", "bt_header_dendrite_nonce", "bt_header_dendrite_uuid", "bt_header_dendrite_hotkey", "bt_header_dendrite_signature",
            "header_size", "total_size", "computed_body_hash", "content-digest", "x-body-signature",
        ]);
        request.Headers["timeout"].ShouldBe("30.0");
        request.Headers["computed_body_hash"].ShouldBe(BodyHash.Empty);
        JsonObject body = JsonNode.Parse(request.Body)!.AsObject();
        body.Select(static field => field.Key).ShouldBe(
            ["name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash", "text_input", "model_name", "clone_input", "speech_output"]);
        body["dendrite"]!.AsObject().Select(static field => field.Key).ShouldBe(
            ["status_code", "status_message", "process_time", "ip", "port", "version", "nonce", "uuid", "hotkey", "signature"]);
        ((long)body["dendrite"]!["nonce"]!).ShouldBe(long.Parse(request.Headers["bt_header_dendrite_nonce"], System.Globalization.CultureInfo.InvariantCulture));
        ((double)body["timeout"]!).ShouldBe(30.0);
    }

    [Fact]
    public async Task Required_and_hashed_fields_travel_and_are_checked_on_the_other_side()
    {
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        using Keypair caller = Keypair.FromUri("//Bob//hot");
        await using Axon axon = VectorAxon.Create(hotkey, TimeProvider.System, allowLegacyNonce: false);
        await axon.StartAsync(Stop);
        using var dendrite = new Dendrite(caller);
        var question = new HashedEcho { Text = "it's ü", Numbers = [JsonSerializer.SerializeToElement(4), JsonSerializer.SerializeToElement(5)] };
        HashedEcho answer = await dendrite.QueryAsync(new AxonInfo(hotkey.AccountId, IPAddress.Loopback, axon.Port), question, Patience, Stop);
        answer.Dendrite.StatusMessage.ShouldBe("Success");
        answer.Reply.ShouldBe("IT'S Ü/9");
    }

    [Fact]
    public async Task A_reply_fills_response_fields_only_and_cannot_change_who_is_who()
    {
        (TextToSpeech answer, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), BodySignatureTests.Reply(
            """{"text_input": "theirs", "model_name": "theirs", "speech_output": [0.5], "dendrite": {"status_code": 500}, "timeout": 1}""",
            "bt_header_axon_status_code: 200\r\nbt_header_axon_hotkey: evil\r\nbt_header_axon_port: 1\r\nbt_header_dendrite_hotkey: evil\r\nbt_header_axon_process_time: 0.25\r\n"));
        answer.IsSuccess.ShouldBeTrue();
        answer.SpeechOutput.ShouldBe([0.5f]);
        (answer.TextInput, answer.ModelName, answer.Timeout).ShouldBe(("mine", "m", 30.0));
        answer.Axon.Hotkey.ShouldBe("5G6Fyo6U2fDhJXDJGp4Dr6XViVCdPcryiyLBDsusguSRcYvJ");
        answer.Dendrite.Hotkey.ShouldBe("5CS3j9wEaMEt5tpEkF17ZVY8DCkLjrmkj3LxGnKzodS4ccoM");
        answer.Axon.ProcessTime.ShouldBe(0.25);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "bt_header_axon_status_code: 200\r\n", """{"message": "broken"}""", 500, "broken")]
    [InlineData("200 OK", "bt_header_axon_status_code: 403\r\nbt_header_axon_status_message: no\r\n", """{"speech_output": [1]}""", 403, "no")]
    [InlineData("403 Forbidden", "", """{"message": "Forbidden. Key is blacklisted: x."}""", 403, "Forbidden. Key is blacklisted: x.")]
    [InlineData("404 Not Found", "", "not json", 404, "Not Found")]
    [InlineData("200 OK", "", "{not json", 422, "Failed to parse response: the body is not JSON")]
    [InlineData("200 OK", "", "[1]", 422, "Failed to parse response: the body is not a JSON object")]
    [InlineData("200 OK", "", """{"speech_output": "text"}""", 422, "Failed to parse response: field speech_output")]
    [InlineData("200 OK", "", """{"speech_output": [1e999]}""", 422, "Failed to parse response: field speech_output")]
    public async Task Every_answer_becomes_a_status(string line, string headers, string body, int expected, string message)
    {
        (TextToSpeech answer, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), BodySignatureTests.Reply(body, headers, line));
        answer.Dendrite.StatusCode.ShouldBe(expected);
        answer.Dendrite.StatusMessage!.ShouldStartWith(message);
        answer.IsSuccess.ShouldBeFalse();
        answer.SpeechOutput.ShouldBeNull();
        answer.Dendrite.ProcessTime.ShouldNotBeNull();
    }

    [Fact]
    public async Task Html_garbage_and_silence_become_statuses()
    {
        (TextToSpeech html, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), BodySignatureTests.Reply("<html>", type: "text/html"));
        html.Dendrite.StatusCode.ShouldBe(422);
        (TextToSpeech garbage, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), "garbage without any line of status\r\n\r\n"u8.ToArray());
        garbage.Dendrite.StatusCode.ShouldBe(422);
        (TextToSpeech silence, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), []);
        silence.Dendrite.StatusCode.ShouldBe(503);
        (TextToSpeech cut, _) = await BodySignatureTests.AskAsync(new DendriteOptions(), "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        cut.Dendrite.StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task A_reply_above_the_limit_is_a_failure_whether_its_length_is_stated_or_not()
    {
        var options = new DendriteOptions { MaxReplyBytes = 1000 };
        string large = $"{{\"speech_output\": [{string.Join(',', Enumerable.Repeat("0.5", 1000))}]}}";
        (TextToSpeech stated, _) = await BodySignatureTests.AskAsync(options, BodySignatureTests.Reply(large));
        stated.Dendrite.StatusMessage!.ShouldContain("are more than 1000");
        byte[] unstated = System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{large}");
        (TextToSpeech answer, _) = await BodySignatureTests.AskAsync(options, unstated);
        answer.Dendrite.StatusMessage!.ShouldContain("more than 1000 bytes");
    }

    [Fact]
    public async Task Nobody_there_is_503_and_an_axon_that_serves_nowhere_too()
    {
        using Keypair hotkey = Keypair.FromUri("//Bob//hot");
        using var dendrite = new Dendrite(hotkey);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        TextToSpeech answer = await dendrite.QueryAsync(new AxonInfo(hotkey.AccountId, IPAddress.Loopback, port), new TextToSpeech(), Patience, Stop);
        (answer.Dendrite.StatusCode, answer.Dendrite.StatusMessage).ShouldBe((503, $"Service unavailable at 127.0.0.1:{port}/TextToSpeech"));
        answer = await dendrite.QueryAsync(new AxonInfo(hotkey.AccountId, IPAddress.Any, 0), new TextToSpeech(), Patience, Stop);
        answer.Dendrite.StatusCode.ShouldBe(503);
        answer = await dendrite.QueryAsync(new AxonInfo(hotkey.AccountId, IPAddress.Loopback, 70_000), new TextToSpeech(), Patience, Stop);
        answer.Dendrite.StatusCode.ShouldBe(503);
    }

    [Fact]
    public async Task An_axon_is_reached_over_ipv6_and_at_our_own_external_address_over_loopback()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This system has no IPv6.");
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        await using var axon = new Axon(hotkey, new AxonOptions { Address = IPAddress.IPv6Any });
        await axon.StartAsync(Stop);
        var external = IPAddress.Parse("198.51.100.7");
        using var dendrite = new Dendrite(hotkey, new DendriteOptions { ExternalAddress = external });
        foreach (IPAddress address in new[] { IPAddress.IPv6Loopback, external })
            (await dendrite.QueryAsync(new AxonInfo(hotkey.AccountId, address, axon.Port), new Ping(), Patience, Stop)).Dendrite.StatusMessage.ShouldBe("Success");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_and_the_axon_can_be_disposed()
    {
        await using AxonFixture first = await AxonFixture.StartAsync();
        var second = new Axon(first.Hotkey, new AxonOptions { Address = IPAddress.Loopback, Port = first.Axon.Port });
        (await Should.ThrowAsync<IOException>(() => second.StartAsync(Stop))).Message.ShouldContain("address already in use");
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_late_axon_is_408_and_a_cancelled_question_throws()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var asked = new SemaphoreSlim(0);
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: clock, handler: async (synapse, stop) =>
        {
            asked.Release();
            await Task.Delay(Timeout.Infinite, stop);
            return synapse;
        });
        using var dendrite = new Dendrite(axon.Caller, clock: clock);
        Task<TextToSpeech> late = dendrite.QueryAsync(axon.Info, new TextToSpeech(), TimeSpan.FromSeconds(12), Stop);
        await asked.WaitAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(12));
        ((await late).Dendrite.StatusCode, (await late).Dendrite.StatusMessage).ShouldBe((408, "Request timeout after 12.0 seconds"));

        using var cancel = new CancellationTokenSource();
        Task<TextToSpeech> cancelled = dendrite.QueryAsync(axon.Info, new TextToSpeech(), TimeSpan.FromSeconds(12), cancel.Token);
        await asked.WaitAsync(Stop);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public async Task Axons_are_asked_in_parallel_and_answer_in_the_order_of_the_targets()
    {
        const int count = 8;
        // Each handler waits for all the others: only parallel questions can ever be answered.
        int arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var axons = new List<AxonFixture>();
        for (int i = 0; i < count; i++)
            axons.Add(await AxonFixture.StartAsync(handler: async (synapse, stop) =>
            {
                if (Interlocked.Increment(ref arrived) == count)
                    all.SetResult();
                await all.Task.WaitAsync(stop);
                synapse.SpeechOutput = [synapse.TextInput!.Length];
                return synapse;
            }));
        using var dendrite = new Dendrite(axons[0].Caller);
        List<AxonInfo> targets = [.. axons.Select(static axon => axon.Info)];
        IReadOnlyList<TextToSpeech> answers = await dendrite.QueryAllAsync(
            targets, target => new TextToSpeech { TextInput = new string('a', targets.IndexOf(target) + 1) }, Patience, Stop);
        answers.Select(static answer => answer.SpeechOutput![0]).ShouldBe([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f]);
        foreach (AxonFixture axon in axons)
            await axon.DisposeAsync();
    }

    [Fact]
    public async Task A_value_that_cannot_be_sent_is_told_to_the_caller_at_once()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        using var dendrite = new Dendrite(axon.Caller);
        JsonException exception = await Should.ThrowAsync<JsonException>(() => dendrite.QueryAsync(axon.Info, new TextToSpeech { SpeechOutput = [0f, float.PositiveInfinity] }, Patience, Stop));
        exception.Message.ShouldContain("speech_output: sample 1");
    }
}
