using System.Net;

namespace Bittensor.Wire;

/// <summary>Limits and rules of an axon. The defaults suit a miner that faces the open network.</summary>
public sealed record AxonOptions
{
    /// <summary>Address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>TCP port to listen on; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>SDK version stated to callers.</summary>
    public int Version { get; init; } = WireVersion.Current;

    /// <summary>Largest request body in bytes; above it 413.</summary>
    public long MaxBodyBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of request bodies held in memory at once, over all requests, each from its arrival to its answer; above it 503.</summary>
    public long MaxBufferedBodyBytes { get; init; } = 256 << 20;

    /// <summary>The part of <see cref="MaxBufferedBodyBytes"/> that one hotkey may take up, so that none crowds out the others; above it 503.</summary>
    public long MaxBufferedBodyBytesPerHotkey { get; init; } = 64 << 20;

    /// <summary>Largest request head in bytes; above it 431.</summary>
    public int MaxHeaderBytes { get; init; } = 16 << 10;

    /// <summary>Largest number of request headers; above it 431.</summary>
    public int MaxHeaderCount { get; init; } = 64;

    /// <summary>Connections open at once; more are closed at once.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>Connections open at once from one address (one /64 network of IPv6); more are closed at once, so that no single machine takes them all.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 512;

    /// <summary>How long a connection may stay open between two requests.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Handlers that run at the same time.</summary>
    public int MaxConcurrentRequests { get; init; } = 16;

    /// <summary>Requests that may wait for a handler; when it is full the one of lowest priority gets 503.</summary>
    public int MaxQueuedRequests { get; init; } = 256;

    /// <summary>How long a request may wait for a handler (less if its own timeout is shorter); then 408.</summary>
    public TimeSpan MaxQueueWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a handler may run before its token is cancelled; then 408.</summary>
    public TimeSpan MaxHandlerTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a body may take to arrive; then 408.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the head of a request may take to arrive; then 408 and the connection is closed.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the caller may take to read the reply; then the connection is cut.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Slowest body that is tolerated, in bytes a second, after <see cref="DataRateGrace"/>; also for readers of the reply.</summary>
    public double MinBytesPerSecond { get; init; } = 1024;

    /// <summary>How long a sender or reader may be below <see cref="MinBytesPerSecond"/>.</summary>
    public TimeSpan DataRateGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Age up to which a nonce is accepted: the reference's 4 s allowance and 12 s default timeout, as a constant.
    /// The caller's timeout header is not signed, so it never widens the window.
    /// </summary>
    public TimeSpan NonceWindow { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>How far a caller's clock may be ahead of ours.</summary>
    public TimeSpan NonceSkew { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Lets in peers of version 6, whose nonces rise but are no times: a replay older than the memory of nonces passes then.</summary>
    public bool AllowLegacyNonce { get; init; }

    /// <summary>How long the last nonce of a version 6 peer is remembered after its last request.</summary>
    public TimeSpan LegacyNonceMemory { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Refuses requests whose body is not signed (all Python peers, whose protocol leaves the body open); 401.</summary>
    public bool RequireSignedBody { get; init; }

    /// <summary>File that keeps the nonces over a restart; null keeps them in memory only.</summary>
    public string? ReplayTablePath { get; init; }

    /// <summary>Hotkey-and-UUID pairs remembered at most.</summary>
    public int MaxReplayEntries { get; init; } = 65_536;

    /// <summary>UUIDs remembered at most for one hotkey within the window, so that none can fill the table; above it 429.</summary>
    public int MaxReplayEntriesPerHotkey { get; init; } = 1024;

    /// <summary>Requests a second that one hotkey may send on average; above it 429. Zero or less lifts the limit.</summary>
    public double RequestsPerSecondPerHotkey { get; init; } = 100;

    /// <summary>Requests that one hotkey may send at once.</summary>
    public int RequestBurstPerHotkey { get; init; } = 200;

    /// <summary>How long a stop waits for running requests before it cuts them off.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
