using System.Diagnostics.CodeAnalysis;
using Bittensor.Crypto;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bittensor.Wire;

/// <summary>
/// Serves synapses over HTTP under a hotkey. Attach the synapses, start, stop; an axon starts once. A request passes
/// blacklist, verification, body check and the priority queue before its handler sees it. Handlers run concurrently.
/// </summary>
public sealed class Axon : IAsyncDisposable
{
    /// <summary>A ping is open to every key, so strangers must not make the axon hold more than the base fields.</summary>
    private const long MaxPingBytes = 64 << 10;

    private readonly Keypair _hotkey;
    private readonly AxonOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly OrderedDictionary<string, AxonRoute> _routes = new(StringComparer.Ordinal);
    private KestrelServer? _server;
    private ReplayTable? _replays;
    private ListenOptions? _listener;
    private HandlerQueue? _queue;

    /// <summary>An axon that serves under a hotkey, which it does not own: dispose the key after the axon.</summary>
    public Axon(Keypair hotkey, AxonOptions? options = null, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        _hotkey = hotkey;
        _options = options ?? new AxonOptions();
        _clock = clock ?? TimeProvider.System;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _logger = _loggers.CreateLogger<Axon>();
        Attach<Ping>(static (ping, _) => Task.FromResult(ping), maxBodyBytes: MaxPingBytes);
    }

    /// <summary>The TCP port it listens on.</summary>
    /// <exception cref="InvalidOperationException">Not started yet.</exception>
    public int Port => _listener?.IPEndPoint?.Port ?? throw new InvalidOperationException("The axon has no port before it is started.");

    /// <summary>Requests that wait for a handler now.</summary>
    public int QueuedRequests => _queue?.Waiting ?? 0;

    /// <summary>Serves a synapse. Call before <see cref="StartAsync"/>.</summary>
    /// <param name="handler">
    /// Fills in the answer. Its token is cancelled when the caller leaves, the handler takes too long or the axon is stopped hard.
    /// What it throws is logged, and the caller sees 500 and an id; a <see cref="SynapseException"/> chooses status and message.
    /// </param>
    /// <param name="blacklist">Refuses callers by their headers alone (403). A synapse without one is open to every key.</param>
    /// <param name="priority">Whom to serve first under load: the higher first, usually the stake.</param>
    /// <param name="maxBodyBytes">Largest body of this synapse, if it needs less than <see cref="AxonOptions.MaxBodyBytes"/>.</param>
    /// <exception cref="InvalidOperationException">The axon runs already, or serves a synapse of that name.</exception>
    public Axon Attach<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>(
        Func<TSynapse, CancellationToken, Task<TSynapse>> handler,
        Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? blacklist = null,
        Func<SynapseCaller, double>? priority = null,
        long? maxBodyBytes = null)
        where TSynapse : Synapse, new()
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (_server is not null)
            throw new InvalidOperationException("Synapses are attached before the axon starts.");
        string name = new TSynapse().Name;
        if (!_routes.TryAdd(name, new AxonRoute<TSynapse>(name, handler, blacklist, priority, Math.Min(maxBodyBytes ?? long.MaxValue, _options.MaxBodyBytes))))
            throw new InvalidOperationException($"A synapse named {name} is attached already.");
        return this;
    }

    /// <summary>Reads the replay table and starts to listen.</summary>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    /// <exception cref="IOException">The port is taken, or the file of the replay table cannot be read or written.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not null)
            throw new InvalidOperationException("An axon starts once.");
        _replays = new ReplayTable(_options, _clock, _logger);
        var limiter = new HotkeyRateLimiter(_options.RequestsPerSecondPerHotkey, _options.RequestBurstPerHotkey, _clock);
        _queue = new HandlerQueue(_options.MaxConcurrentRequests, _options.MaxQueuedRequests, _clock);
        var application = new AxonApplication(
            new AxonGate(_hotkey, _options, _routes, _replays, limiter, _clock),
            new AxonBodyReader(_options, _clock),
            _queue,
            new AxonReplyWriter(_hotkey, _options, _clock),
            _options,
            _clock,
            _logger);
        // The server alone, without a host around it: nothing reads configuration, catches signals or logs by itself.
        _server = new KestrelServer(
            Options.Create(ServerOptions()),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), _loggers),
            _loggers);
        await _server.StartAsync(application, cancellationToken);
        AxonLog.Started(_logger, _hotkey.Address, string.Join(", ", _routes.Keys), _options.Address, Port);
    }

    /// <summary>Stops to listen, lets running requests finish for up to <see cref="AxonOptions.StopTimeout"/> and cuts the rest off.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_server is null)
            return;
        using var limit = new CancellationTokenSource(_options.StopTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _server.StopAsync(either.Token);
        AxonLog.Stopped(_logger, _hotkey.Address);
    }

    /// <summary>Stops and releases the port and the replay table.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _server?.Dispose();
        _replays?.Dispose();
    }

    private KestrelServerOptions ServerOptions()
    {
        var server = new KestrelServerOptions { AddServerHeader = false };
        server.Limits.MaxConcurrentConnections = _options.MaxConnections;
        server.Limits.KeepAliveTimeout = _options.KeepAliveTimeout;
        server.Limits.MaxRequestBodySize = _options.MaxBodyBytes;
        server.Limits.MaxRequestHeadersTotalSize = _options.MaxHeaderBytes;
        server.Limits.MaxRequestHeaderCount = _options.MaxHeaderCount;
        server.Limits.RequestHeadersTimeout = _options.HeaderTimeout;
        server.Limits.MinRequestBodyDataRate = new MinDataRate(_options.MinBytesPerSecond, _options.DataRateGrace);
        server.Limits.MinResponseDataRate = new MinDataRate(_options.MinBytesPerSecond, _options.DataRateGrace);
        server.Listen(_options.Address, _options.Port, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            var crowd = new ConnectionLimiter(_options.MaxConnectionsPerAddress);
            listener.Use(next => connection => crowd.RunAsync(connection, next));
            _listener = listener;
        });
        return server;
    }
}
