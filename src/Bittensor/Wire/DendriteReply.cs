using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.Wire;

/// <summary>Takes an axon's answer into the synapse. What the axon says is untrusted: it can fill response fields and state its own outcome, nothing else.</summary>
internal static class DendriteReply
{
    private const int MaxMessageLength = 1000;
    private const int MaxErrorBytes = 64 << 10;
    private const int ReadSize = 64 << 10;

    /// <summary>Reads the answer; the synapse's axon then carries the outcome.</summary>
    /// <exception cref="DendriteFault">The answer is no answer: too large, wrongly signed, or not the synapse.</exception>
    public static async Task ReadAsync(
        HttpResponseMessage response, AxonInfo target, Synapse synapse, SynapseShape shape, DendriteOptions options, CancellationToken cancellationToken)
    {
        bool isSuccess = response.StatusCode == HttpStatusCode.OK;
        using var body = new PooledBuffer();
        await ReadBodyAsync(response.Content, body, isSuccess ? options.MaxReplyBytes : Math.Min(MaxErrorBytes, options.MaxReplyBytes), cancellationToken);
        CheckSignature(response, target, synapse, body.Written.Span, isSuccess && options.RequireSignedReply);
        Merge(response, synapse.Axon);
        if (!isSuccess)
        {
            synapse.Axon.StatusCode = (int)response.StatusCode;
            synapse.Axon.StatusMessage = Short(SynapseJson.ReadMessage(body.Written) ?? synapse.Axon.StatusMessage ?? response.ReasonPhrase ?? "");
            return;
        }
        if (response.Content.Headers.ContentType?.MediaType is not { } media || !media.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            throw Unreadable($"content type {response.Content.Headers.ContentType} is not application/json");
        // A success status line over a failure stated in the headers is a failure: only the axon's own word counts against it.
        synapse.Axon.StatusCode ??= (int)HttpStatusCode.OK;
        synapse.Axon.StatusMessage = Short(synapse.Axon.StatusMessage ?? "Success");
        if (synapse.Axon.StatusCode != (int)HttpStatusCode.OK)
            return;
        try
        {
            SynapseJson.Read(body.Written.Span, synapse, shape, responseOnly: true);
        }
        catch (SynapseFormatException exception)
        {
            throw Unreadable(exception.Message);
        }
    }

    private static async Task ReadBodyAsync(HttpContent content, PooledBuffer body, long limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
            throw Unreadable($"{Text(content.Headers.ContentLength.Value)} bytes are more than {Text(limit)}");
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            int count = await stream.ReadAsync(body.GetMemory(ReadSize), cancellationToken);
            if (count == 0)
                return;
            body.Advance(count);
            if (body.Length > limit)
                throw Unreadable($"more than {Text(limit)} bytes");
        }
    }

    private static void CheckSignature(HttpResponseMessage response, AxonInfo target, Synapse synapse, ReadOnlySpan<byte> body, bool required)
    {
        string? signed = Header(response, WireHeaders.BodySignature);
        string? digest = Header(response, WireHeaders.ContentDigest);
        if (digest is not null && !ContentDigest.Holds(digest, body))
            throw Unverified($"the body does not have the SHA-256 in {WireHeaders.ContentDigest}");
        if (signed is null)
        {
            if (required)
                throw Unverified($"the axon has not signed its reply (no {WireHeaders.BodySignature})");
            return;
        }
        if (digest is null)
            throw Unverified($"{WireHeaders.BodySignature} without {WireHeaders.ContentDigest}");
        Span<byte> signature = stackalloc byte[Keypair.SignatureLength];
        string text = SignedText.OfReplyBody(
            (int)response.StatusCode, synapse.Name, digest, synapse.Dendrite.Nonce, synapse.Dendrite.Uuid, synapse.Dendrite.Hotkey!, target.Hotkey.ToString());
        if (!SignedText.TryParseSignature(signed, signature) || !SignedText.Verify(target.Hotkey, text, signature))
            throw Unverified($"{WireHeaders.BodySignature} is not hotkey {target.Hotkey}'s over this reply to this request");
    }

    // Our own end, and who the axon is by the chain, are not the axon's to change.
    private static void Merge(HttpResponseMessage response, TerminalInfo axon)
    {
        axon.StatusCode = (int?)Integer(response, "status_code", 100, 599);
        axon.StatusMessage = Header(response, WireHeaders.AxonPrefix + "status_message");
        string? processTime = Header(response, WireHeaders.AxonPrefix + "process_time");
        axon.ProcessTime = double.TryParse(processTime, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && double.IsFinite(seconds)
            ? seconds
            : null;
        axon.Version = Integer(response, "version", 0, int.MaxValue);
        axon.Nonce = Integer(response, "nonce", long.MinValue, long.MaxValue);
        axon.Uuid = Short(Header(response, WireHeaders.AxonPrefix + "uuid"));
        axon.Signature = Short(Header(response, WireHeaders.AxonPrefix + "signature"));
    }

    private static long? Integer(HttpResponseMessage response, string field, long min, long max) =>
        long.TryParse(Header(response, WireHeaders.AxonPrefix + field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        && value >= min && value <= max
            ? value
            : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out HeaderStringValues values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    private static string? Short(string? text) => text is { Length: > MaxMessageLength } ? text[..MaxMessageLength] : text;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static DendriteFault Unreadable(string reason) => new((int)HttpStatusCode.UnprocessableEntity, $"Failed to parse response: {reason}");

    private static DendriteFault Unverified(string reason) => new((int)HttpStatusCode.UnprocessableEntity, $"Failed to verify response: {reason}");
}
