using System.Net;
using Bittensor.Crypto;
using Microsoft.AspNetCore.Http;

namespace Bittensor.Wire;

/// <summary>One request on its way through the axon: what is known of it so far.</summary>
internal sealed class AxonExchange(HttpContext context, long started)
{
    public HttpContext Context => context;

    /// <summary>Timestamp of the arrival.</summary>
    public long Started => started;

    /// <summary>Set once the path is known.</summary>
    public AxonRoute? Route { get; set; }

    /// <summary>Set once the headers are parsed.</summary>
    public RequestHead? Head { get; set; }

    /// <summary>Set once the hotkey header is an address.</summary>
    public SynapseCaller? Caller { get; set; }

    /// <summary>True once the caller's signature holds.</summary>
    public bool IsVerified { get; set; }

    /// <summary>Bytes of the memory for bodies that this one takes up.</summary>
    public long ReservedBytes { get; set; }

    /// <summary>Set once the body is parsed, and replaced by what the handler returns.</summary>
    public Synapse? Synapse { get; set; }

    public IPAddress? RemoteAddress =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : context.Connection.RemoteIpAddress;

    public AccountId Hotkey => Caller!.Hotkey;
}

/// <summary>How a request ends. Framework errors carry FastAPI's field "detail" too.</summary>
internal sealed record AxonAnswer(int Status, string Message, bool IsFrameworkError = false)
{
    public static AxonAnswer Success { get; } = new(StatusCodes.Status200OK, "Success");

    public static AxonAnswer NotVerified(string reason) => new(StatusCodes.Status401Unauthorized, $"Not Verified with error: {reason}");

    /// <summary>The newest reference's form: an id that the log repeats; the reason only where it is the caller's to know.</summary>
    public static AxonAnswer ServerError(Guid id, string? reason = null) =>
        new(StatusCodes.Status500InternalServerError, $"Internal Server Error #{id}{(reason is null ? "" : $": {reason}")}");
}
