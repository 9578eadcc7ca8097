using Microsoft.Extensions.Logging;

namespace Bittensor.LocalNet.Node;

/// <summary>What a node logs.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Node serves {Endpoint} (WebSocket and HTTP), genesis {Genesis}")]
    public static partial void Started(ILogger logger, Uri endpoint, string genesis);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node at {Endpoint} has stopped")]
    public static partial void Stopped(ILogger logger, Uri endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed; its caller sees an internal error")]
    public static partial void MethodFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, string reason);
}
