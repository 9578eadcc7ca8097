using System.Globalization;
using System.Text.Json;
using Bittensor.Crypto;
using Microsoft.AspNetCore.Http;

namespace Bittensor.Wire;

/// <summary>Writes answers: status, the synapse's headers, the body, and our signature over it for callers that are verified. Thread-safe.</summary>
internal sealed class AxonReplyWriter(Keypair hotkey, AxonOptions options, TimeProvider clock)
{
    private const string DefaultTimeout = "12.0";
    private readonly string _address = hotkey.Address;
    private readonly string _uuid = Guid.NewGuid().ToString();

    /// <summary>Sends the answer.</summary>
    /// <exception cref="JsonException">The handler's synapse cannot be written; nothing has been sent then.</exception>
    public async Task WriteAsync(AxonExchange exchange, AxonAnswer answer, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        TerminalInfo axon = Status(exchange, answer);
        if (answer.Status == StatusCodes.Status200OK)
        {
            exchange.Synapse!.Axon = axon;
            SynapseJson.Write(body, exchange.Synapse, exchange.Route!.Shape);
        }
        else
        {
            SynapseJson.WriteError(body, answer.Message, answer.IsFrameworkError);
        }

        HttpResponse response = exchange.Context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (answer.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = "1";
        if (answer.Status == StatusCodes.Status405MethodNotAllowed)
            response.Headers.Allow = "GET, POST";
        Head(response.Headers, exchange, axon);
        if (exchange.IsVerified)
            Sign(response.Headers, exchange, answer.Status, body.Written.Span);
        if (!HttpMethods.IsHead(exchange.Context.Request.Method))
            await SendAsync(exchange.Context, body.Written, cancellationToken);
    }

    // A caller that reads slowly keeps the reply in memory, while its slot is free for its next request already.
    private async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ReplyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await context.Response.Body.WriteAsync(body, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            context.Abort();
            throw;
        }
    }

    // On success the ends are those of the handler's synapse, as in the newest reference; in errors the server says who it is.
    private TerminalInfo Status(AxonExchange exchange, AxonAnswer answer)
    {
        TerminalInfo axon = exchange.Head?.Axon.Clone() ?? new TerminalInfo();
        axon.StatusCode = answer.Status;
        axon.StatusMessage = answer.Message;
        axon.ProcessTime = clock.GetElapsedTime(exchange.Started).TotalSeconds;
        if (answer.Status != StatusCodes.Status200OK)
        {
            axon.Version = options.Version;
            axon.Uuid = _uuid;
            axon.Hotkey = _address;
        }
        return axon;
    }

    private static void Head(IHeaderDictionary headers, AxonExchange exchange, TerminalInfo axon)
    {
        RequestHead? head = exchange.Head;
        headers[WireHeaders.Name] = exchange.Route is { } route && head is not null ? route.Name : "Synapse";
        headers[WireHeaders.Timeout] = head?.Timeout is { } timeout ? PythonRepr.OfFloat(timeout) : DefaultTimeout;
        foreach ((string name, string value) in WireHeaders.OfTerminal(WireHeaders.AxonPrefix, axon))
            headers[name] = value;
        if (head is not null)
            foreach ((string name, string value) in WireHeaders.OfTerminal(WireHeaders.DendritePrefix, head.Dendrite))
                headers[name] = value;
        headers[WireHeaders.HeaderSize] = (head?.HeaderSize ?? 0).ToString(CultureInfo.InvariantCulture);
        headers[WireHeaders.TotalSize] = (head?.TotalSize ?? 0).ToString(CultureInfo.InvariantCulture);
        headers[WireHeaders.ComputedBodyHash] = WireHeaders.Printable(head?.BodyHash ?? BodyHash.Empty);
    }

    private void Sign(IHeaderDictionary headers, AxonExchange exchange, int status, ReadOnlySpan<byte> body)
    {
        TerminalInfo dendrite = exchange.Head!.Dendrite;
        string digest = ContentDigest.Of(body);
        headers[WireHeaders.ContentDigest] = digest;
        string text = SignedText.OfReplyBody(status, exchange.Route!.Name, digest, dendrite.Nonce, dendrite.Uuid, dendrite.Hotkey!, _address);
        headers[WireHeaders.BodySignature] = SignedText.Sign(hotkey, text);
    }
}
