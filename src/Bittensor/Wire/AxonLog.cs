using Microsoft.Extensions.Logging;

namespace Bittensor.Wire;

/// <summary>What an axon logs.</summary>
internal static partial class AxonLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Axon {Hotkey} serves {Synapses} on {Address}:{Port}")]
    public static partial void Started(ILogger logger, string hotkey, string synapses, System.Net.IPAddress address, int port);

    [LoggerMessage(Level = LogLevel.Information, Message = "Axon {Hotkey} has stopped")]
    public static partial void Stopped(ILogger logger, string hotkey);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path} of {Hotkey}: {Status} {Message}")]
    public static partial void Answered(ILogger logger, string? path, string? hotkey, int status, string message);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path} of {Hotkey}: the caller left before the answer")]
    public static partial void CallerLeft(ILogger logger, string? path, string? hotkey);

    [LoggerMessage(Level = LogLevel.Error, Message = "The nonces cannot be kept in {Path}: {Reason} The axon serves on; a restart now would forget them. Free the disk or make the file writable.")]
    public static partial void NoncesNotKept(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Internal Server Error #{Id}")]
    public static partial void Failed(ILogger logger, Guid id, Exception exception);
}
