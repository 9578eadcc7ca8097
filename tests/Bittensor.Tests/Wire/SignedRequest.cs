using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Bittensor.Crypto;
using Bittensor.Wire;

namespace Bittensor.Tests.Wire;

/// <summary>A request as a Python dendrite makes it, which a test may bend before it is sent.</summary>
internal sealed class SignedRequest
{
    private SignedRequest(string synapse, string body, OrderedDictionary<string, string> headers)
    {
        Synapse = synapse;
        Body = body;
        Headers = headers;
    }

    public string Synapse { get; set; }

    public string Body { get; set; }

    public OrderedDictionary<string, string> Headers { get; }

    public static long Now(TimeProvider? clock = null) => Nonces.Now(clock ?? TimeProvider.System);

    public static SignedRequest Create(
        Keypair caller, string axonHotkey, long nonce, string synapse = "TextToSpeech", string body = """{"text_input": "hello"}""", string uuid = "435e1a08-e68a-11f1-946d-02fc00000001", bool signBody = false)
    {
        var headers = new OrderedDictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["name"] = synapse,
            ["timeout"] = "12.0",
            ["bt_header_axon_hotkey"] = axonHotkey,
            ["bt_header_dendrite_version"] = "9012002",
            ["bt_header_dendrite_nonce"] = nonce.ToString(CultureInfo.InvariantCulture),
            ["bt_header_dendrite_uuid"] = uuid,
            ["bt_header_dendrite_hotkey"] = caller.Address,
            ["bt_header_dendrite_signature"] = Sign(caller, $"{nonce.ToString(CultureInfo.InvariantCulture)}.{caller.Address}.{axonHotkey}.{uuid}.{BodyHash.Empty}"),
            ["header_size"] = "464",
            ["total_size"] = "3500",
            ["computed_body_hash"] = BodyHash.Empty,
            ["Content-Type"] = "application/json",
        };
        if (signBody)
        {
            string digest = ContentDigest.Of(Encoding.UTF8.GetBytes(body));
            headers["Content-Digest"] = digest;
            headers["x-body-signature"] = Sign(caller, SignedText.OfRequestBody("POST", synapse, digest, nonce, uuid, caller.Address, axonHotkey));
        }
        return new SignedRequest(synapse, body, headers);
    }

    public SignedRequest With(string header, string? value)
    {
        if (value is null)
            Headers.Remove(header);
        else
            Headers[header] = value;
        return this;
    }

    public HttpRequestMessage ToMessage(int port, string method = "POST")
    {
        var message = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/{Synapse}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)) };
        foreach ((string name, string value) in Headers)
        {
            HttpHeaders headers = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? message.Content.Headers : message.Headers;
            headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"POST /{Synapse} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach ((string name, string value) in Headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        byte[] body = Encoding.UTF8.GetBytes(Body);
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        return [.. Encoding.UTF8.GetBytes(text.ToString()), .. body];
    }

    private static string Sign(Keypair key, string text) => "0x" + Convert.ToHexStringLower(key.Sign(Encoding.UTF8.GetBytes(text)));
}
