using Microsoft.Extensions.Logging;

namespace Bittensor.LocalNet.Node;

/// <summary>What a node logs.</summary>
internal static partial class NodeLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Node serves {Endpoint} (WebSocket and HTTP), genesis {Genesis}")]
    public static partial void Started(ILogger logger, Uri endpoint, string genesis);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node at {Endpoint} has stopped")]
    public static partial void Stopped(ILogger logger, Uri endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No checkpoint could be written at block {Block}; the next start repeats more blocks")]
    public static partial void CheckpointFailed(ILogger logger, ulong block, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The checkpoint {File} is of no use ({Reason}); an older one is taken, or block 0")]
    public static partial void CheckpointSkipped(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The chain goes on from block {Block}, repeated from block {From} on")]
    public static partial void Resumed(ILogger logger, ulong block, ulong from);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed; its caller sees an internal error")]
    public static partial void MethodFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A connection ended: {Reason}")]
    public static partial void ConnectionEnded(ILogger logger, string reason);
}
