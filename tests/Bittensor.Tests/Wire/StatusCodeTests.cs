using System.Text;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class StatusCodeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_missing_or_empty_signature_is_never_a_pass(string? signature)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        (int status, string message) = await axon.SendAsync(axon.Request().With("bt_header_dendrite_signature", signature));
        status.ShouldBe(401);
        message.ShouldBe("Not Verified with error: Missing signature");
    }

    [Theory]
    [InlineData("bt_header_dendrite_nonce", "1795361588835518691")]
    [InlineData("bt_header_dendrite_uuid", "other")]
    [InlineData("bt_header_dendrite_hotkey", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")]
    [InlineData("computed_body_hash", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_changed_header_that_is_signed_is_noticed(string header, string value)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddTicks(17953615888355186));
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: clock);
        (int status, string message) = await axon.SendAsync(axon.Request(SignedRequest.Now(clock)).With(header, value));
        status.ShouldBe(401);
        message.ShouldStartWith("Not Verified with error: Signature mismatch with ");
    }

    [Theory]
    [InlineData("timeout", "soon")]
    [InlineData("timeout", "nan")]
    [InlineData("bt_header_dendrite_nonce", "12.5")]
    [InlineData("bt_header_dendrite_nonce", "99999999999999999999999999")]
    [InlineData("bt_header_dendrite_version", "nine")]
    [InlineData("bt_header_axon_port", "99999999")]
    [InlineData("header_size", "")]
    public async Task A_header_that_does_not_parse_is_answered_as_the_newest_reference_does_and_names_the_header(string header, string value)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        (int status, string message) = await axon.SendAsync(axon.Request().With(header, value));
        status.ShouldBe(500);
        message.ShouldStartWith("Internal Server Error #");
        message.ShouldContain(header);
    }

    [Fact]
    public async Task A_header_that_is_there_twice_is_refused()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        string request = Encoding.UTF8.GetString(axon.Request().ToBytes());
        string doubled = request.Replace("name: TextToSpeech\r\n", "name: TextToSpeech\r\nbt_header_dendrite_hotkey: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\r\n", StringComparison.Ordinal);
        RawMessage answer = RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, Encoding.UTF8.GetBytes(doubled), Stop));
        answer.Status.ShouldBe(500);
        answer.Body.ShouldContain("bt_header_dendrite_hotkey is there 2 times");
    }

    [Theory]
    [InlineData("NoSuchSynapse", "POST", 404, "Synapse name 'NoSuchSynapse' not found. Available synapses ['Synapse', 'TextToSpeech']")]
    [InlineData("texttospeech", "POST", 404, "Synapse name 'texttospeech' not found. Available synapses ['Synapse', 'TextToSpeech']")]
    [InlineData("", "POST", 404, "Synapse name '' not found. Available synapses ['Synapse', 'TextToSpeech']")]
    [InlineData("TextToSpeech/extra", "POST", 404, "Not Found")]
    [InlineData("TextToSpeech", "PUT", 405, "Method Not Allowed")]
    [InlineData("TextToSpeech", "DELETE", 405, "Method Not Allowed")]
    [InlineData("TextToSpeech", "GET", 200, "")]
    public async Task Path_and_method_decide_first(string path, string method, int expected, string expectedMessage)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        SignedRequest request = axon.Request();
        request.Synapse = path;
        (int status, string message) = await axon.SendAsync(request, method);
        status.ShouldBe(expected);
        message.ShouldBe(expectedMessage);
    }

    [Theory]
    [InlineData("{not json", 422)]
    [InlineData("[1]", 422)]
    [InlineData("null", 422)]
    [InlineData("{} trailing", 422)]
    [InlineData("{\"text_input\": NaN}", 422)]
    [InlineData("{\"speech_output\": [0.5, NaN]}", 422)]
    [InlineData("{\"speech_output\": [0.5", 422)]
    [InlineData("{\"clone_input\": [Infinity]}", 422)]
    [InlineData("{\"text_input\": 5}", 500)]
    [InlineData("{\"speech_output\": [1e39]}", 500)]
    [InlineData("{\"speech_output\": [\"x\"]}", 500)]
    [InlineData("{\"speech_output\": {\"a\": 1}}", 500)]
    [InlineData("", 500)]
    [InlineData("{\"text_input\": null, \"surprise\": {\"a\": [1]}}", 200)]
    public async Task A_body_that_is_no_synapse_is_refused_and_the_server_goes_on(string body, int expected)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        (int status, string message) = await axon.SendAsync(axon.Request(body: body));
        status.ShouldBe(expected, message);
        if (expected != 200)
            message.ShouldContain(expected == 422 || body.Length == 0 ? "the body" : "field ");
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Json_nested_too_deeply_is_refused()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        string body = $"{{\"surprise\": {new string('[', 100_000)}{new string(']', 100_000)}}}";
        (await axon.SendAsync(axon.Request(body: body))).Status.ShouldBe(422);
    }

    [Theory]
    [InlineData("text/plain", 422)]
    [InlineData("not a type", 422)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/vnd.x+json", 200)]
    [InlineData(null, 200)]
    public async Task Only_json_is_taken(string? contentType, int expected)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        (await axon.SendAsync(axon.Request().With("Content-Type", contentType))).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_413_whether_its_length_is_stated_or_not()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { MaxBodyBytes = 1000 });
        string large = $"{{\"text_input\": \"{new string('a', 2000)}\"}}";
        (await axon.SendAsync(axon.Request(body: large))).Status.ShouldBe(413);

        string head = Encoding.UTF8.GetString(axon.Request().ToBytes());
        head = head[..head.IndexOf("Content-Length", StringComparison.Ordinal)];
        string chunked = $"{head}Transfer-Encoding: chunked\r\n\r\n{large.Length:x}\r\n{large}\r\n0\r\n\r\n";
        RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, Encoding.UTF8.GetBytes(chunked), Stop)).Status.ShouldBe(413);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Headers_above_the_limit_are_431()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, axon.Request().With("x-large", new string('a', 20_000)).ToBytes(), Stop)).Status.ShouldBe(431);
        SignedRequest many = axon.Request();
        for (int i = 0; i < 80; i++)
            many.With($"x-{i}", "1");
        RawMessage.Parse(await RawHttp.SendAsync(axon.Axon.Port, many.ToBytes(), Stop)).Status.ShouldBe(431);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_blacklisted_caller_gets_403_and_the_reason_even_with_a_bad_signature()
    {
        SynapseCaller? seen = null;
        await using AxonFixture axon = await AxonFixture.StartAsync(blacklist: (caller, _) =>
        {
            seen = caller;
            return ValueTask.FromResult(BlacklistVerdict.Refuse("stake below 1000"));
        });
        (int status, string message) = await axon.SendAsync(axon.Request().With("bt_header_dendrite_signature", "0x00"));
        (status, message).ShouldBe((403, "Forbidden. Key is blacklisted: stake below 1000."));
        seen!.Hotkey.ShouldBe(axon.Caller.AccountId);
        seen.SynapseName.ShouldBe("TextToSpeech");
        seen.Version.ShouldBe(9_012_002);
        seen.Address.ShouldBe(System.Net.IPAddress.Loopback);
    }

    [Fact]
    public async Task A_ping_needs_a_signature_but_passes_the_blacklist_of_others()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(blacklist: static (_, _) => ValueTask.FromResult(BlacklistVerdict.Refuse("all")));
        (await axon.SendAsync(axon.Request(synapse: "Synapse", body: "{}"))).Status.ShouldBe(200);
        (await axon.SendAsync(axon.Request(synapse: "Synapse", body: "{}").With("bt_header_dendrite_signature", null))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_failing_handler_is_500_with_an_id_and_without_its_text()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(handler: static (_, _) => throw new InvalidOperationException("secret path"));
        (int status, string message) = await axon.SendAsync(axon.Request());
        status.ShouldBe(500);
        message.ShouldMatch("^Internal Server Error #[0-9a-f-]{36}$");
    }

    [Fact]
    public async Task A_handler_that_yields_nan_is_500_and_the_server_goes_on()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(handler: static (synapse, _) =>
        {
            synapse.SpeechOutput = synapse.TextInput == "nan" ? [0f, float.NaN] : [1f];
            return Task.FromResult(synapse);
        });
        (await axon.SendAsync(axon.Request(body: """{"text_input": "nan"}"""))).Status.ShouldBe(500);
        (await axon.SendAsync(axon.Request())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_hotkey_above_its_rate_gets_429_until_time_has_passed_and_forgers_do_not_use_up_its_tokens()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { RequestsPerSecondPerHotkey = 1, RequestBurstPerHotkey = 2 }, clock);
        long nonce = SignedRequest.Now(clock);
        string forged = "0x" + new string('1', 128);
        for (int i = 0; i < 5; i++)
            (await axon.SendAsync(axon.Request(nonce).With("bt_header_dendrite_signature", forged))).Status.ShouldBe(401);
        (await axon.SendAsync(axon.Request(nonce + 1))).Status.ShouldBe(200);
        (await axon.SendAsync(axon.Request(nonce + 2))).Status.ShouldBe(200);
        (await axon.SendAsync(axon.Request(nonce + 3))).Status.ShouldBe(429);
        (await axon.SendAsync(axon.Request(nonce + 3, caller: axon.Hotkey))).Status.ShouldBe(200);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await axon.SendAsync(axon.Request(nonce + 3))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_cancelled_and_answered_with_408()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: clock, options: new AxonOptions { MaxHandlerTime = TimeSpan.FromSeconds(90) }, handler: async (synapse, stop) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return synapse;
        });
        Task<(int Status, string Message)> answer = axon.SendAsync(axon.Request(SignedRequest.Now(clock)));
        await running.Task.WaitAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(91));
        (await answer).ShouldBe((408, "Response timeout after: 90.0s"));
    }
}
