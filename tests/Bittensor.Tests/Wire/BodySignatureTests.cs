using System.Net;
using System.Net.Sockets;
using System.Text;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class BodySignatureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tampered_body_is_refused_if_it_is_signed()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        SignedRequest request = axon.Request(signBody: true);
        request.Body = """{"text_input": "other"}""";
        (int status, string message) = await axon.SendAsync(request);
        status.ShouldBe(401);
        message.ShouldContain("content-digest");
        (await axon.SendAsync(axon.Request(signBody: true))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_tampered_body_with_a_matching_digest_is_refused_by_the_signature_over_the_digest()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        SignedRequest request = axon.Request(signBody: true);
        request.Body = """{"text_input": "other"}""";
        (int status, string message) = await axon.SendAsync(request.With("Content-Digest", ContentDigest.Of(Encoding.UTF8.GetBytes(request.Body))));
        status.ShouldBe(401);
        message.ShouldContain("x-body-signature");
    }

    [Fact]
    public async Task A_signed_body_cannot_be_moved_to_another_synapse()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync();
        SignedRequest request = axon.Request(signBody: true, synapse: "Synapse");
        request.Synapse = "TextToSpeech";
        (await axon.SendAsync(request)).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("x-body-signature")]
    [InlineData("Content-Digest")]
    public async Task An_axon_that_requires_signed_bodies_names_what_is_missing(string missing)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { RequireSignedBody = true });
        (int status, string message) = await axon.SendAsync(axon.Request(signBody: true).With(missing, null));
        status.ShouldBe(401);
        message.ShouldContain("takes only signed bodies");
        (await axon.SendAsync(axon.Request(signBody: true))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_dendrite_signs_its_bodies_and_takes_a_signed_reply()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(new AxonOptions { RequireSignedBody = true });
        using var dendrite = new Dendrite(axon.Caller, new DendriteOptions { RequireSignedReply = true });
        TextToSpeech answer = await dendrite.QueryAsync(axon.Info, new TextToSpeech { TextInput = "hello" }, TimeSpan.FromSeconds(30), Stop);
        answer.Dendrite.StatusMessage.ShouldBe("Success");
        answer.SpeechOutput.ShouldBe([5f]);
    }

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 422)]
    public async Task An_unsigned_reply_passes_unless_the_dendrite_insists(bool insists, int expected)
    {
        (TextToSpeech answer, _) = await AskAsync(new DendriteOptions { RequireSignedReply = insists }, Reply("""{"speech_output": [1.0]}"""));
        answer.Dendrite.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_reply_that_another_key_signed_is_a_failure_and_fills_nothing()
    {
        using Keypair other = Keypair.FromUri("//Mallory");
        const string body = """{"speech_output": [1.0]}""";
        string digest = ContentDigest.Of(Encoding.UTF8.GetBytes(body));
        string signature = "0x" + Convert.ToHexStringLower(other.Sign(Encoding.UTF8.GetBytes(digest)));
        (TextToSpeech answer, _) = await AskAsync(new DendriteOptions(), Reply(body, $"content-digest: {digest}\r\nx-body-signature: {signature}\r\n"));
        answer.Dendrite.StatusCode.ShouldBe(422);
        answer.Dendrite.StatusMessage!.ShouldStartWith("Failed to verify response: x-body-signature");
        answer.SpeechOutput.ShouldBeNull();
    }

    [Fact]
    public async Task A_signed_reply_to_another_request_is_a_failure()
    {
        // A real axon's reply, taken down and played back to the next question.
        await using AxonFixture axon = await AxonFixture.StartAsync();
        byte[] recorded = await RawHttp.SendAsync(axon.Axon.Port, axon.Request().ToBytes(), Stop);
        RawMessage.Parse(recorded).Headers.Keys.ShouldContain("x-body-signature");
        (TextToSpeech answer, _) = await AskAsync(new DendriteOptions(), recorded);
        answer.Dendrite.StatusCode.ShouldBe(422);
        answer.SpeechOutput.ShouldBeNull();
    }

    [Fact]
    public async Task A_reply_whose_body_was_changed_on_the_way_is_a_failure()
    {
        string digest = ContentDigest.Of("""{"speech_output": [1.0]}"""u8);
        (TextToSpeech answer, _) = await AskAsync(new DendriteOptions(), Reply("""{"speech_output": [2.0]}""", $"content-digest: {digest}\r\n"));
        answer.Dendrite.StatusCode.ShouldBe(422);
    }

    internal static byte[] Reply(string body, string headers = "", string status = "200 OK", string type = "application/json") =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>One question of a dendrite to a server that sends the given bytes to whatever comes.</summary>
    internal static async Task<(TextToSpeech Answer, byte[] Request)> AskAsync(DendriteOptions options, byte[] reply)
    {
        using Keypair hotkey = Keypair.FromUri("//Bob//hot");
        using Keypair axon = Keypair.FromUri("//Alice//hot");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<byte[]> server = CaptureTests.AnswerOnceAsync(listener, reply);
        using var dendrite = new Dendrite(hotkey, options);
        var target = new AxonInfo(axon.AccountId, IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        TextToSpeech answer = await dendrite.QueryAsync(target, new TextToSpeech { TextInput = "mine", ModelName = "m" }, TimeSpan.FromSeconds(30), Stop);
        return (answer, await server);
    }
}
