using System.Globalization;
using System.Net.Http.Headers;
using Bittensor.Crypto;
using Microsoft.AspNetCore.Http;

namespace Bittensor.Wire;

/// <summary>Takes a verified request's body off the network and makes the synapse of it. Thread-safe.</summary>
internal sealed class AxonBodyReader(AxonOptions options, TimeProvider clock)
{
    private const int ReadSize = 64 << 10;
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, long> _heldBy = [];
    private long _held;

    /// <summary>Reads, checks and parses; null and the synapse in the exchange, or the refusal.</summary>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async Task<AxonAnswer?> ReadAsync(AxonExchange exchange, CancellationToken cancellationToken)
    {
        HttpRequest request = exchange.Context.Request;
        if (request.ContentType is { Length: > 0 } type && !IsJson(type))
            return Unprocessable($"Content-Type {type} is not application/json.");
        long maxBodyBytes = exchange.Route!.MaxBodyBytes;
        using var body = new PooledBuffer();
        using var limit = new CancellationTokenSource(options.BodyTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                Memory<byte> room = body.GetMemory(ReadSize);
                if (body.Capacity > exchange.ReservedBytes && !TryReserve(exchange, body.Capacity))
                    return new AxonAnswer(StatusCodes.Status503ServiceUnavailable, "Too many request bodies at the moment.");
                int count = await request.Body.ReadAsync(room, either.Token);
                if (count == 0)
                    break;
                body.Advance(count);
                if (body.Length > maxBodyBytes)
                    return TooLarge(maxBodyBytes);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new AxonAnswer(
                StatusCodes.Status408RequestTimeout,
                $"Request body did not arrive within {options.BodyTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds.");
        }
        catch (BadHttpRequestException exception)
        {
            return exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge(maxBodyBytes) : new AxonAnswer(exception.StatusCode, exception.Message);
        }
        catch (IOException)
        {
            // The connection is gone, and so is who would read the answer.
            return new AxonAnswer(StatusCodes.Status400BadRequest, "The connection was lost before the body was complete.");
        }
        return Parse(exchange, body.Written.Span);
    }

    /// <summary>Gives back what the exchange has reserved. What was read lives on in its synapse, so this is due when it is answered.</summary>
    public void Release(AxonExchange exchange)
    {
        if (exchange.ReservedBytes == 0)
            return;
        lock (_lock)
        {
            _held -= exchange.ReservedBytes;
            if ((_heldBy[exchange.Hotkey] -= exchange.ReservedBytes) == 0)
                _heldBy.Remove(exchange.Hotkey);
        }
        exchange.ReservedBytes = 0;
    }

    private bool TryReserve(AxonExchange exchange, long bytes)
    {
        long more = bytes - exchange.ReservedBytes;
        lock (_lock)
        {
            long held = _heldBy.GetValueOrDefault(exchange.Hotkey);
            if (_held + more > options.MaxBufferedBodyBytes || held + more > options.MaxBufferedBodyBytesPerHotkey)
                return false;
            _held += more;
            _heldBy[exchange.Hotkey] = held + more;
        }
        exchange.ReservedBytes = bytes;
        return true;
    }

    private static AxonAnswer? Parse(AxonExchange exchange, ReadOnlySpan<byte> body)
    {
        RequestHead head = exchange.Head!;
        AxonRoute route = exchange.Route!;
        if (head.ContentDigest is { } digest && !ContentDigest.Holds(digest, body))
            return AxonAnswer.NotVerified($"the body does not have the SHA-256 in {WireHeaders.ContentDigest}");
        if (body.IsEmpty)
            return AxonAnswer.ServerError(Guid.NewGuid(), "the body is empty");
        Synapse synapse = route.Create();
        try
        {
            SynapseJson.Read(body, synapse, route.Shape, responseOnly: false);
        }
        catch (SynapseFormatException exception)
        {
            return exception.Field is null ? Unprocessable($"{exception.Message}.") : AxonAnswer.ServerError(Guid.NewGuid(), exception.Message);
        }
        string bodyHash = route.Shape.BodyHashOf(synapse);
        if (!string.Equals(bodyHash, head.BodyHash, StringComparison.Ordinal))
            return AxonAnswer.ServerError(Guid.NewGuid(), $"Hash mismatch between header body hash {head.BodyHash} and parsed body hash {bodyHash}");
        synapse.ComputedBodyHash = bodyHash;
        Describe(exchange, synapse);
        exchange.Synapse = synapse;
        return null;
    }

    // What the synapse says of its ends comes from the verified head and the connection, never from the body.
    private static void Describe(AxonExchange exchange, Synapse synapse)
    {
        RequestHead head = exchange.Head!;
        synapse.Timeout = head.Timeout;
        synapse.HeaderSize = (int)Math.Clamp(head.HeaderSize ?? 0, 0, int.MaxValue);
        synapse.TotalSize = (int)Math.Clamp(head.TotalSize ?? 0, 0, int.MaxValue);
        synapse.Axon = head.Axon;
        synapse.Dendrite = head.Dendrite;
        synapse.Dendrite.Ip = exchange.RemoteAddress?.ToString() ?? head.Dendrite.Ip;
        synapse.Dendrite.Port = exchange.Context.Connection.RemotePort;
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? parsed) && parsed.MediaType is { } media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (media.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && media.EndsWith("+json", StringComparison.OrdinalIgnoreCase)));

    private static AxonAnswer TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"Request body is larger than {limit.ToString(CultureInfo.InvariantCulture)} bytes.");

    private static AxonAnswer Unprocessable(string message) =>
        new(StatusCodes.Status422UnprocessableEntity, $"Unprocessable request: {message}", IsFrameworkError: true);
}
