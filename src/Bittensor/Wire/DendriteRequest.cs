using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>Makes the signed HTTP request of a synapse.</summary>
internal static class DendriteRequest
{
    /// <summary>Fills in the ends, signs, and writes body and headers in the protocol's order. The body's buffer must outlive the request.</summary>
    /// <exception cref="System.Text.Json.JsonException">A value cannot be sent, NaN for example.</exception>
    public static HttpRequestMessage Create(
        AxonInfo target, Synapse synapse, SynapseShape shape, Keypair hotkey, DendriteOptions options, long nonce, string uuid, TimeSpan timeout, PooledBuffer body)
    {
        string axonHotkey = target.Hotkey.ToString();
        synapse.Timeout = timeout.TotalSeconds;
        synapse.ComputedBodyHash = shape.BodyHashOf(synapse);
        synapse.Axon = new TerminalInfo { Ip = target.Address.ToString(), Port = target.Port, Hotkey = axonHotkey };
        synapse.Dendrite = new TerminalInfo
        {
            Ip = options.ExternalAddress?.ToString(),
            Version = options.Version,
            Nonce = nonce,
            Uuid = uuid,
            Hotkey = hotkey.Address,
            Signature = SignedText.Sign(hotkey, SignedText.OfRequest(nonce, hotkey.Address, axonHotkey, uuid, synapse.ComputedBodyHash)),
        };
        synapse.HeaderSize = 0;
        synapse.TotalSize = 0;
        SynapseJson.Write(body, synapse, shape);

        var request = new HttpRequestMessage(HttpMethod.Post, Address(target, synapse.Name, options.ExternalAddress));
        int headerSize = 0;
        foreach ((string name, string value) in Headers(synapse, shape))
        {
            request.Headers.TryAddWithoutValidation(name, value);
            headerSize += name.Length + value.Length;
        }
        synapse.HeaderSize = headerSize;
        synapse.TotalSize = headerSize + body.Length;
        request.Headers.TryAddWithoutValidation(WireHeaders.HeaderSize, Text(synapse.HeaderSize));
        request.Headers.TryAddWithoutValidation(WireHeaders.TotalSize, Text(synapse.TotalSize));
        request.Headers.TryAddWithoutValidation(WireHeaders.ComputedBodyHash, synapse.ComputedBodyHash);

        string digest = ContentDigest.Of(body.Written.Span);
        string covered = SignedText.OfRequestBody("POST", synapse.Name, digest, nonce, uuid, hotkey.Address, axonHotkey);
        request.Headers.TryAddWithoutValidation(WireHeaders.ContentDigest, digest);
        request.Headers.TryAddWithoutValidation(WireHeaders.BodySignature, SignedText.Sign(hotkey, covered));
        request.Content = new ReadOnlyMemoryContent(body.Written) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    // An axon at our own external address is most often behind the same router, which may not lead back in.
    private static Uri Address(AxonInfo target, string synapse, IPAddress? own)
    {
        IPAddress address = target.Address.Equals(own) ? IPAddress.Loopback : target.Address;
        return new UriBuilder(Uri.UriSchemeHttp, address.ToString(), target.Port, synapse).Uri;
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(Synapse synapse, SynapseShape shape)
    {
        yield return new(WireHeaders.Name, synapse.Name);
        yield return new(WireHeaders.Timeout, PythonRepr.OfFloat(synapse.Timeout ?? 0));
        foreach (KeyValuePair<string, string> header in WireHeaders.OfTerminal(WireHeaders.AxonPrefix, synapse.Axon))
            yield return header;
        foreach (KeyValuePair<string, string> header in WireHeaders.OfTerminal(WireHeaders.DendritePrefix, synapse.Dendrite))
            yield return header;
        foreach (SynapseField field in shape.Fields)
            if (field.EmptyValue is { } empty)
                yield return new(WireHeaders.InputPrefix + field.Name, empty);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
