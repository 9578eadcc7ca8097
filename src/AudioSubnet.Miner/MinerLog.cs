using System.Net;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Miner;

/// <summary>Everything a miner says in its log.</summary>
internal static partial class MinerLog
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Services} with {Engines} on port {Port}")]
    public static partial void Serving(ILogger logger, string services, string engines, int port);

    [LoggerMessage(2, LogLevel.Information, "Stopping: no new requests, {Running} still running")]
    public static partial void Stopping(ILogger logger, int running);

    [LoggerMessage(3, LogLevel.Information, "Stopped after {Requests} requests and {Seconds:0.0} s of audio")]
    public static partial void Stopped(ILogger logger, long requests, double seconds);

    [LoggerMessage(10, LogLevel.Debug, "Metagraph read: {Neurons} neurons at block {Block}")]
    public static partial void MetagraphRead(ILogger logger, int neurons, ulong block);

    [LoggerMessage(11, LogLevel.Warning, "The chain did not give the metagraph: {Reason} Meanwhile {Consequence}.")]
    public static partial void ChainAway(ILogger logger, string reason, string consequence);

    [LoggerMessage(12, LogLevel.Error,
        "Hotkey {Hotkey} is not registered on subnet {Netuid}: nobody will ask it. Register it, the miner will notice by itself.")]
    public static partial void NotRegistered(ILogger logger, string hotkey, ushort netuid);

    [LoggerMessage(13, LogLevel.Information, "Announced {Address}:{Port} for uid {Uid} on subnet {Netuid}")]
    public static partial void Announced(ILogger logger, IPAddress address, int port, ushort uid, ushort netuid);

    [LoggerMessage(14, LogLevel.Warning, "The chain did not take {Address}:{Port}: {Reason} It will be tried again.")]
    public static partial void AnnouncementFailed(ILogger logger, IPAddress address, int port, string reason);

    [LoggerMessage(15, LogLevel.Warning,
        "{Address} is a private address that validators on the internet cannot reach. Give the public one as external address.")]
    public static partial void PrivateAddress(ILogger logger, IPAddress address);

    [LoggerMessage(20, LogLevel.Information,
        "{Service}: {AudioSeconds:0.0} s of audio in {Elapsed:0.00} s for {Hotkey}, {Characters} characters, {Engine}")]
    public static partial void Answered(
        ILogger logger, string service, double audioSeconds, double elapsed, string? hotkey, int characters, string engine);

    [LoggerMessage(21, LogLevel.Warning, "{Service}: refused for {Hotkey} with {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, string service, string? hotkey, int status, string reason);

    [LoggerMessage(22, LogLevel.Warning, "{Service}: {Engine} could not answer {Hotkey}: {Reason}")]
    public static partial void EngineFailed(ILogger logger, string service, string engine, string? hotkey, string reason);

    [LoggerMessage(23, LogLevel.Error, "{Service}: {Engine} failed in an unexpected way for {Hotkey}")]
    public static partial void EngineCrashed(ILogger logger, Exception exception, string service, string engine, string? hotkey);

    [LoggerMessage(24, LogLevel.Information, "{Service}: {Hotkey} went away after {Elapsed:0.00} s")]
    public static partial void CallerLeft(ILogger logger, string service, string? hotkey, double elapsed);
}
