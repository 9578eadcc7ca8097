using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

/// <summary>A started axon on a free loopback port with one speech handler, and a plain HTTP client to knock at it.</summary>
internal sealed class AxonFixture : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private AxonFixture(Axon axon, Keypair hotkey)
    {
        Axon = axon;
        Hotkey = hotkey;
    }

    public Axon Axon { get; }

    public Keypair Hotkey { get; }

    public Keypair Caller { get; } = Keypair.FromUri("//Bob//hot");

    public AxonInfo Info => new(Hotkey.AccountId, IPAddress.Loopback, Axon.Port);

    public static async Task<AxonFixture> StartAsync(
        AxonOptions? options = null,
        TimeProvider? clock = null,
        Func<TextToSpeech, CancellationToken, Task<TextToSpeech>>? handler = null,
        Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? blacklist = null,
        Func<SynapseCaller, double>? priority = null)
    {
        Keypair hotkey = Keypair.FromUri("//Alice//hot");
        var axon = new Axon(hotkey, (options ?? new AxonOptions()) with { Address = IPAddress.Loopback }, clock);
        axon.Attach(handler ?? Echo, blacklist, priority);
        await axon.StartAsync(TestContext.Current.CancellationToken);
        return new AxonFixture(axon, hotkey);
    }

    public SignedRequest Request(long? nonce = null, string body = """{"text_input": "hello"}""", string uuid = "435e1a08-e68a-11f1-946d-02fc00000001", bool signBody = false, Keypair? caller = null, string synapse = "TextToSpeech") =>
        SignedRequest.Create(caller ?? Caller, Hotkey.Address, nonce ?? SignedRequest.Now(), synapse, body, uuid, signBody);

    /// <summary>Sends and gives the status and the message of an error.</summary>
    public async Task<(int Status, string Message)> SendAsync(SignedRequest request, string method = "POST")
    {
        using HttpResponseMessage response = await _http.SendAsync(request.ToMessage(Axon.Port, method), TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string? message = body.Length == 0 ? null : (string?)JsonNode.Parse(body)!["message"];
        if (response.Headers.TryGetValues("bt_header_axon_status_code", out IEnumerable<string>? stated))
            stated.ShouldBe([((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)]);
        return ((int)response.StatusCode, message ?? "");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Axon.DisposeAsync();
        Hotkey.Dispose();
        Caller.Dispose();
    }

    private static Task<TextToSpeech> Echo(TextToSpeech synapse, CancellationToken stop)
    {
        synapse.SpeechOutput = [synapse.TextInput?.Length ?? 0];
        return Task.FromResult(synapse);
    }
}
