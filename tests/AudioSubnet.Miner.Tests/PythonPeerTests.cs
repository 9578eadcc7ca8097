using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AudioSubnet.TestData;
using Bittensor.Crypto;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Miner.Tests;

/// <summary>
/// Requests as recorded from Python dendrites, signature and all, sent to a miner that holds the key they were meant for.
/// </summary>
[Trait("Area", "interop")]
public sealed class PythonPeerTests : IAsyncDisposable
{
    private readonly TestSubnet _subnet = new(Keypair.FromUri("//Alice//hot"));

    [Theory]
    [InlineData("693", true, 200)]
    [InlineData("693", false, 401)] // version 6 nonces are no times: let in only where the operator allows it
    [InlineData("9122", false, 200)]
    public async Task A_recorded_speech_request_is_answered_with_a_list(string version, bool allowLegacyNonce, int status)
    {
        (HttpRequestMessage request, long nonce) = Recorded($"{version}-TextToSpeech.request.bin");
        DateTimeOffset sent = version == "9122" ? DateTimeOffset.UnixEpoch.AddTicks(nonce / 100) : DateTimeOffset.UnixEpoch.AddYears(56);
        MinerService miner = await StartAsync(sent.AddSeconds(1), allowLegacyNonce);

        using HttpResponseMessage response = await SendAsync(miner, request);

        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync(TestSubnet.Token));
        response.Headers.GetValues("bt_header_axon_status_code").ShouldBe([status.ToString(CultureInfo.InvariantCulture)]);
        if (status != 200)
            return;
        JsonObject body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestSubnet.Token))!.AsObject();
        body["text_input"]!.GetValue<string>().ShouldBe("Hello, world. ünïcode");
        body["model_name"]!.GetValue<string>().ShouldBe("test/controlled");
        body["speech_output"]!.AsArray().Count.ShouldBe(8000);
        body["clone_input"].ShouldBeNull();
        body["compact_audio"].ShouldBeNull();
    }

    [Fact]
    public async Task A_recorded_request_cannot_be_sent_twice()
    {
        (HttpRequestMessage first, long nonce) = Recorded("9122-TextToSpeech.request.bin");
        (HttpRequestMessage replay, _) = Recorded("9122-TextToSpeech.request.bin");
        MinerService miner = await StartAsync(DateTimeOffset.UnixEpoch.AddTicks(nonce / 100).AddSeconds(1), allowLegacyNonce: false);

        (await SendAsync(miner, first)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await SendAsync(miner, replay)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    public ValueTask DisposeAsync() => _subnet.DisposeAsync();

    private async Task<MinerService> StartAsync(DateTimeOffset now, bool allowLegacyNonce)
    {
        using Keypair validator = Keypair.FromUri("//Bob//hot");
        await _subnet.RegisterAsync(validator, stake: 5000);
        var speech = new ControlledSpeech();
        speech.Release();
        MinerOptions options = _subnet.Options with { Axon = _subnet.Options.Axon with { AllowLegacyNonce = allowLegacyNonce } };
        return await _subnet.StartMinerAsync(new MinerEngines { Speech = speech }, options, new FakeTimeProvider(now));
    }

    private static async Task<HttpResponseMessage> SendAsync(MinerService miner, HttpRequestMessage request)
    {
        using var client = new HttpClient();
        request.RequestUri = new Uri($"http://127.0.0.1:{miner.Port}{request.RequestUri}");
        return await client.SendAsync(request, TestSubnet.Token);
    }

    /// <summary>A recorded request, and its nonce.</summary>
    private static (HttpRequestMessage Request, long Nonce) Recorded(string file)
    {
        byte[] bytes = File.ReadAllBytes(TestPaths.VectorFiles(Path.Combine("captures", file)).First());
        int bodyStart = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        string[] head = Encoding.ASCII.GetString(bytes, 0, bodyStart).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(head[0].Split(' ')[1], UriKind.Relative))
        {
            Content = new ByteArrayContent(bytes[bodyStart..]),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        long nonce = 0;
        foreach (string line in head.Skip(1))
        {
            (string name, string value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name is "Host" or "Content-Length" or "Content-Type" or "Accept-Encoding")
                continue;
            request.Headers.TryAddWithoutValidation(name, value);
            if (name == "bt_header_dendrite_nonce")
                nonce = long.Parse(value, CultureInfo.InvariantCulture);
        }

        return (request, nonce);
    }
}
