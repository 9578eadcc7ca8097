using Bittensor.LocalNet.Node.Api;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Checkpoints;
using Bittensor.LocalNet.Node.Log;
using Bittensor.LocalNet.Node.Rpc;
using Bittensor.LocalNet.Node.Runtime;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bittensor.LocalNet.Node;

/// <summary>Serves a local chain to real clients: Substrate JSON-RPC over WebSocket and HTTP, with metadata, storage, extrinsics and
/// events in the form of the main network. Starts once. The chain goes on without it: blocks come from
/// <see cref="LocalChain.RunAsync"/> or <see cref="LocalChain.ProduceBlock"/>.</summary>
public sealed class ChainNode : IAsyncDisposable
{
    private readonly NodeOptions _options;
    private readonly LocalChain _chain;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private KestrelServer? _server;
    private ListenOptions? _listener;
    private BlockStore? _blocks;
    private ChainLog? _log;
    private CheckpointWriter? _checkpoints;
    private Task _pool = Task.CompletedTask;

    /// <summary>A node in front of a chain, which it does not own.</summary>
    public ChainNode(LocalChain chain, NodeOptions? options = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(chain);
        _chain = chain;
        _options = options ?? new NodeOptions();
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _logger = _loggers.CreateLogger<ChainNode>();
    }

    /// <summary>Where clients connect, for example <c>ws://127.0.0.1:9944</c>; the same with http.</summary>
    /// <exception cref="InvalidOperationException">Not started yet.</exception>
    public Uri Endpoint => _listener?.IPEndPoint is { } endpoint
        ? new Uri($"ws://{endpoint}")
        : throw new InvalidOperationException("The node has no endpoint before it is started.");

    /// <summary>True if the folder keeps a chain already; then the node wants a new <see cref="LocalChain"/> on which nothing was done,
    /// and repeats on it what the folder records.</summary>
    public static bool HasData(string folder) => ChainLog.Exists(folder);

    /// <summary>Begins to follow the chain and to listen. What the chain holds at that time is the state of block 0.</summary>
    /// <exception cref="InvalidOperationException">Started before.</exception>
    /// <exception cref="IOException">The port is taken, or the data folder cannot be used.</exception>
    /// <exception cref="InvalidDataException">The data folder's records are damaged or do not fit; the message says where.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not null)
            throw new InvalidOperationException("A node starts once.");
        var runtime = new LocalRuntime(_chain.Options.BlockTime, _options.KeptBlocks);
        _blocks = new BlockStore(new BlockBuilder(runtime, _chain.Options), _options.KeptBlocks);
        var checker = new ExtrinsicChecker(runtime, _blocks);
        if (_options.DataFolder is string folder)
        {
            _log = ChainLog.Open(folder);
            int interval = Math.Max(1, _options.CheckpointInterval);
            // One behind the blocks that are made in full, one in writing, and one in case the former is damaged.
            var checkpoints = new CheckpointFolder(folder, (_options.KeptBlocks / interval) + 3);
            new ChainHistory(runtime.Metadata, checker, _chain, _blocks, checkpoints, _logger).Continue(_log);
            _checkpoints = new CheckpointWriter(checkpoints, _log, _blocks, interval, _logger);
            _chain.Follow(_checkpoints);
        }
        else
        {
            _chain.Watch(_blocks);
        }
        var pool = new TransactionPool(_chain, checker, _blocks, _options.PoolCapacity);
        _pool = pool.RunAsync(_stopping.Token);
        var methods = new RpcMethods();
        new ChainMethods(_blocks).AddTo(methods);
        new StateMethods(runtime, _blocks, new RuntimeApis(runtime, checker)).AddTo(methods);
        new SystemMethods(_options, pool).AddTo(methods);
        new AuthorMethods(pool, checker).AddTo(methods);
        var application = new RpcApplication(new RpcDispatcher(methods.Table(), _logger), _options, _loggers, _stopping.Token);
        // The server alone, without a host around it: nothing reads configuration, catches signals or logs by itself.
        _server = new KestrelServer(
            Options.Create(ServerOptions()),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), _loggers),
            _loggers);
        await _server.StartAsync(application, cancellationToken);
        NodeLog.Started(_logger, Endpoint, _blocks.Genesis.Hash.ToString());
    }

    /// <summary>Stops to listen and ends all connections. The chain goes on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (_server is null || _stopping.IsCancellationRequested)
            return;
        Uri endpoint = Endpoint;
        await _stopping.CancelAsync();
        Unwatch();
        await _server.StopAsync(cancellationToken);
        await _pool.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        NodeLog.Stopped(_logger, endpoint);
    }

    /// <summary>Stops and releases the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Unwatch();
        _server?.Dispose();
        _log?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The log before the store: it records blocks by what the store has made of them.</summary>
    private void Unwatch()
    {
        if (_checkpoints is not null)
            _chain.Unwatch(_checkpoints);
        if (_log is not null)
            _chain.Unwatch(_log);
        if (_blocks is not null)
            _chain.Unwatch(_blocks);
    }

    private KestrelServerOptions ServerOptions()
    {
        var server = new KestrelServerOptions { AddServerHeader = false };
        server.Limits.MaxConcurrentConnections = _options.MaxConnections;
        server.Limits.MaxConcurrentUpgradedConnections = _options.MaxConnections;
        server.Limits.MaxRequestBodySize = _options.MaxRequestBytes;
        server.Listen(_options.Address, _options.Port, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            _listener = listener;
        });
        return server;
    }
}
