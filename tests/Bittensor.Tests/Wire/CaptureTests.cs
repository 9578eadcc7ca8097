using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AudioSubnet.TestData;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

/// <summary>The very bytes that Python peers put on the wire: their requests against our axon, their answers against our dendrite.</summary>
[Trait("Area", "wire")]
public sealed class CaptureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("693-TextToSpeech", true)]
    [InlineData("693-MusicGeneration", true)]
    [InlineData("9122-TextToSpeech", false)]
    [InlineData("9122-MusicGeneration", false)]
    public async Task Axon_answers_a_python_dendrites_bytes_as_a_python_axon_did(string name, bool allowLegacyNonce)
    {
        byte[] request = await ReadAsync($"{name}.request.bin");
        RawMessage expected = RawMessage.Parse(await ReadAsync($"{name}.response.bin"));
        RawMessage sent = RawMessage.Parse(request);
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        await using Axon axon = VectorAxon.Create(hotkey, ClockOf(sent), allowLegacyNonce);
        await axon.StartAsync(Stop);

        RawMessage answer = RawMessage.Parse(await RawHttp.SendAsync(axon.Port, request, Stop));

        answer.Status.ShouldBe(200, answer.Body);
        JsonObject body = JsonNode.Parse(answer.Body)!.AsObject();
        JsonObject recorded = JsonNode.Parse(expected.Body)!.AsObject();
        foreach (string field in recorded.Select(static field => field.Key).Except(["axon", "dendrite", "total_size", "header_size", "required_hash_fields"], StringComparer.Ordinal))
            JsonNode.DeepEquals(body[field], recorded[field]).ShouldBeTrue($"{field}: {body[field]?.ToJsonString()}");
        foreach (string field in new[] { "version", "nonce", "uuid", "hotkey", "signature" })
            JsonNode.DeepEquals(body["dendrite"]![field], recorded["dendrite"]![field]).ShouldBeTrue(field);
        foreach (string header in new[] { "name", "timeout", "bt_header_axon_status_code", "bt_header_axon_status_message", "bt_header_axon_hotkey", "bt_header_dendrite_nonce", "computed_body_hash" })
            answer.Headers[header].ShouldBe(expected.Headers[header]);
    }

    [Fact]
    public async Task Axon_refuses_the_same_bytes_a_second_time()
    {
        byte[] request = await ReadAsync("9122-TextToSpeech.request.bin");
        RawMessage sent = RawMessage.Parse(request);
        using Keypair hotkey = Keypair.FromUri("//Alice//hot");
        await using Axon axon = VectorAxon.Create(hotkey, ClockOf(sent), allowLegacyNonce: false);
        await axon.StartAsync(Stop);

        RawMessage.Parse(await RawHttp.SendAsync(axon.Port, request, Stop)).Status.ShouldBe(200);
        RawMessage.Parse(await RawHttp.SendAsync(axon.Port, request, Stop)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("693-TextToSpeech")]
    [InlineData("9122-TextToSpeech")]
    public async Task Dendrite_understands_a_python_axons_bytes(string name)
    {
        byte[] reply = await ReadAsync($"{name}.response.bin");
        using Keypair hotkey = Keypair.FromUri("//Bob//hot");
        using Keypair axon = Keypair.FromUri("//Alice//hot");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task server = AnswerOnceAsync(listener, reply);
        using var dendrite = new Dendrite(hotkey);

        var target = new AxonInfo(axon.AccountId, IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        TextToSpeech answer = await dendrite.QueryAsync(target, new TextToSpeech { TextInput = "mine" }, TimeSpan.FromSeconds(30), Stop);
        await server;

        answer.Dendrite.StatusMessage.ShouldBe("Success");
        answer.SpeechOutput.ShouldBe([0f, 0.5f, -0.25f, 21f]);
        answer.TextInput.ShouldBe("mine");
        answer.Dendrite.Hotkey.ShouldBe(hotkey.Address);
        answer.Dendrite.Signature.ShouldNotBe(RawMessage.Parse(reply).Headers["bt_header_dendrite_signature"]);
    }

    internal static async Task<byte[]> AnswerOnceAsync(TcpListener listener, byte[] reply)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Stop);
        byte[] request = await RawHttp.ReadMessageAsync(client.GetStream(), Stop);
        await client.GetStream().WriteAsync(reply, Stop);
        client.Client.Shutdown(SocketShutdown.Send);
        return request;
    }

    private static FakeTimeProvider ClockOf(RawMessage sent)
    {
        long nonce = long.Parse(sent.Headers["bt_header_dendrite_nonce"], System.Globalization.CultureInfo.InvariantCulture);
        return Nonces.IsTime(nonce) ? new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddTicks(nonce / 100)) : new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
    }

    private static Task<byte[]> ReadAsync(string file) => File.ReadAllBytesAsync(Path.Combine(TestPaths.Repository, "tests", "vectors", "captures", file), Stop);
}
