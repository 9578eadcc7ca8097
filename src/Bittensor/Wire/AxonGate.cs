using System.Globalization;
using System.Net;
using Bittensor.Crypto;
using Microsoft.AspNetCore.Http;

namespace Bittensor.Wire;

/// <summary>
/// Who gets in. Decides on the headers alone, in the protocol's order: route, headers, blacklist, verification. The cheap
/// checks come before the signature, and everything that a forger could spend for others comes after it.
/// Each step returns the refusal, or null to go on.
/// </summary>
internal sealed class AxonGate(
    Keypair hotkey, AxonOptions options, IReadOnlyDictionary<string, AxonRoute> routes, ReplayTable replays, HotkeyRateLimiter limiter, TimeProvider clock)
{
    private readonly string _address = hotkey.Address;

    /// <summary>Everything up to the point where the caller is known to be who it says.</summary>
    public async ValueTask<AxonAnswer?> RefuseAsync(AxonExchange exchange, CancellationToken cancellationToken) =>
        RefuseSize(exchange.Context.Request, options.MaxBodyBytes)
        ?? RefuseRoute(exchange)
        ?? RefuseSize(exchange.Context.Request, exchange.Route!.MaxBodyBytes)
        ?? RefuseHead(exchange)
        ?? await RefuseBlacklistedAsync(exchange, cancellationToken)
        ?? RefuseUnverified(exchange);

    private static AxonAnswer? RefuseSize(HttpRequest request, long limit) => request.ContentLength is { } length && length > limit
        ? new AxonAnswer(StatusCodes.Status413PayloadTooLarge, $"Request body of {Text(length)} bytes is larger than {Text(limit)}.")
        : null;

    private AxonAnswer? RefuseRoute(AxonExchange exchange)
    {
        HttpRequest request = exchange.Context.Request;
        string name = request.Path.Value is { Length: > 0 } path ? path[1..] : "";
        if (name.Contains('/', StringComparison.Ordinal))
            return new AxonAnswer(StatusCodes.Status404NotFound, "Not Found", IsFrameworkError: true);
        if (!HttpMethods.IsPost(request.Method) && !HttpMethods.IsGet(request.Method))
            return new AxonAnswer(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", IsFrameworkError: true);
        if (!routes.TryGetValue(name, out AxonRoute? route))
            return new AxonAnswer(StatusCodes.Status404NotFound, $"Synapse name '{name}' not found. Available synapses ['{string.Join("', '", routes.Keys)}']");
        exchange.Route = route;
        return null;
    }

    private static AxonAnswer? RefuseHead(AxonExchange exchange)
    {
        if (!RequestHead.TryParse(exchange.Context.Request.Headers, exchange.Route!.Shape, out RequestHead head, out string fault))
            return AxonAnswer.ServerError(Guid.NewGuid(), $"Improperly formatted request: {fault}.");
        exchange.Head = head;
        if (string.IsNullOrEmpty(head.Dendrite.Hotkey))
            return AxonAnswer.NotVerified("No SS58 formatted address or public key provided");
        if (!AccountId.TryParse(head.Dendrite.Hotkey, out AccountId caller))
            return AxonAnswer.NotVerified($"Decoding {head.Dendrite.Hotkey}: Invalid decoded address checksum");
        IPAddress? address = exchange.RemoteAddress;
        exchange.Caller = new SynapseCaller(caller, exchange.Route.Name, address, head.Dendrite.Version, head.Timeout);
        return null;
    }

    private static async ValueTask<AxonAnswer?> RefuseBlacklistedAsync(AxonExchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Route!.Blacklist is not { } blacklist)
            return null;
        BlacklistVerdict verdict = await blacklist(exchange.Caller!, cancellationToken);
        return verdict.Refused ? new AxonAnswer(StatusCodes.Status403Forbidden, $"Forbidden. Key is blacklisted: {verdict.Reason}.") : null;
    }

    private AxonAnswer? RefuseUnverified(AxonExchange exchange)
    {
        RequestHead head = exchange.Head!;
        if (!limiter.HasToken(exchange.Hotkey))
            return TooMany(exchange);
        if (head.Dendrite.Nonce is not { } nonce)
            return AxonAnswer.NotVerified("Missing Nonce");
        // A missing UUID is signed as "None", so it must share the nonces of one that is called so.
        string uuid = head.Dendrite.Uuid ?? SignedText.NoValue;
        if (RefuseNonce(nonce) is { } untimely)
            return untimely;
        if (replays.IsReplay(exchange.Hotkey, uuid, nonce))
            return Replayed();
        return RefuseSignature(exchange, head) ?? RefuseBodySignature(exchange, head) ?? RefuseFlood(exchange, uuid, nonce);
    }

    private AxonAnswer? RefuseNonce(long nonce)
    {
        if (!Nonces.IsTime(nonce))
        {
            return options.AllowLegacyNonce
                ? null
                : AxonAnswer.NotVerified("Nonce is too old: it is no time in nanoseconds since 1970; peers before version 7.2 are not served here");
        }
        long age = Nonces.Now(clock) - nonce;
        if (age > Nonces.Span(options.NonceWindow))
        {
            return AxonAnswer.NotVerified(
                $"Nonce is too old: acceptable delta is {Text(options.NonceWindow.TotalSeconds)} seconds but request was {Text(age / 1e9)} seconds old");
        }
        if (-age > Nonces.Span(options.NonceSkew))
        {
            return AxonAnswer.NotVerified(
                $"Nonce is in the future: acceptable skew is {Text(options.NonceSkew.TotalSeconds)} seconds "
                + $"but request was {Text(-age / 1e9)} seconds ahead; check the clock");
        }
        return null;
    }

    private AxonAnswer? RefuseSignature(AxonExchange exchange, RequestHead head)
    {
        TerminalInfo dendrite = head.Dendrite;
        if (string.IsNullOrEmpty(dendrite.Signature))
            return AxonAnswer.NotVerified("Missing signature");
        Span<byte> signature = stackalloc byte[Keypair.SignatureLength];
        if (!SignedText.TryParseSignature(dendrite.Signature, signature))
            return AxonAnswer.NotVerified("Signature should be of type bytes or a hex-string");
        if (options.RequireSignedBody && (string.IsNullOrEmpty(head.BodySignature) || string.IsNullOrEmpty(head.ContentDigest)))
            return AxonAnswer.NotVerified($"this axon takes only signed bodies: headers {WireHeaders.ContentDigest} and {WireHeaders.BodySignature} are needed");
        string text = SignedText.OfRequest(dendrite.Nonce, dendrite.Hotkey, _address, dendrite.Uuid, head.BodyHash);
        return SignedText.Verify(exchange.Hotkey, text, signature) ? null : AxonAnswer.NotVerified($"Signature mismatch with {text} and {dendrite.Signature}");
    }

    private AxonAnswer? RefuseBodySignature(AxonExchange exchange, RequestHead head)
    {
        if (head.BodySignature is not { } bodySignature)
            return null;
        if (head.ContentDigest is not { } digest)
            return AxonAnswer.NotVerified($"{WireHeaders.BodySignature} without {WireHeaders.ContentDigest}");
        Span<byte> signature = stackalloc byte[Keypair.SignatureLength];
        TerminalInfo dendrite = head.Dendrite;
        string method = exchange.Context.Request.Method;
        string text = SignedText.OfRequestBody(method, exchange.Route!.Name, digest, dendrite.Nonce, dendrite.Uuid, dendrite.Hotkey!, _address);
        return SignedText.TryParseSignature(bodySignature, signature) && SignedText.Verify(exchange.Hotkey, text, signature)
            ? null
            : AxonAnswer.NotVerified($"{WireHeaders.BodySignature} does not hold for this request line, digest, nonce and pair of hotkeys");
    }

    private AxonAnswer? RefuseFlood(AxonExchange exchange, string uuid, long nonce)
    {
        if (!limiter.TryTake(exchange.Hotkey))
            return TooMany(exchange);
        switch (replays.Accept(exchange.Hotkey, uuid, nonce, hasStanding: exchange.Route!.Blacklist is not null))
        {
            case NonceVerdict.Replayed:
                return Replayed();
            case NonceVerdict.HotkeyFull:
                return new AxonAnswer(
                    StatusCodes.Status429TooManyRequests,
                    $"Too many dendrites of one hotkey: at most {Text(options.MaxReplayEntriesPerHotkey)} UUIDs within the nonce window.");
            case NonceVerdict.TableFull:
                return new AxonAnswer(StatusCodes.Status503ServiceUnavailable, "Too many callers at the moment.");
            default:
                exchange.IsVerified = true;
                return null;
        }
    }

    private AxonAnswer TooMany(AxonExchange exchange) =>
        new(StatusCodes.Status429TooManyRequests, $"Too many requests of hotkey {exchange.Hotkey}: {Text(options.RequestsPerSecondPerHotkey)} a second are served.");

    private static AxonAnswer Replayed() => AxonAnswer.NotVerified("Nonce is too old, a newer one was last processed");

    private static string Text(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
