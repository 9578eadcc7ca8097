using AudioSubnet.Engines;
using AudioSubnet.Miner.Access;
using AudioSubnet.Miner.Serving;
using AudioSubnet.Protocol;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioSubnet.Miner;

/// <summary>A miner: an axon around engines, open to validators, announced on the chain.</summary>
public sealed class MinerService : IAsyncDisposable
{
    /// <summary>Name of the meter that a miner reports its requests, audio seconds, latencies and real-time factors under.</summary>
    public const string MeterName = MinerMetrics.MeterName;

    private readonly Keypair _hotkey;
    private readonly MinerEngines _engines;
    private readonly MinerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly MinerMetrics _metrics = new();
    private readonly MetagraphWatch _metagraph;
    private readonly CallerPolicy _policy;
    private readonly Axon _axon;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Prepares a miner; nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="hotkey">The miner's hotkey; not disposed by the service.</param>
    /// <param name="chain">The chain that it serves.</param>
    /// <param name="engines">What it serves with; not disposed by the service.</param>
    /// <param name="options">How it serves.</param>
    /// <param name="clock">Clock, the system's by default.</param>
    /// <param name="loggers">Where it logs, nowhere by default.</param>
    /// <exception cref="ArgumentException">There is no engine at all.</exception>
    public MinerService(
        Keypair hotkey,
        ISubtensor chain,
        MinerEngines engines,
        MinerOptions? options = null,
        TimeProvider? clock = null,
        ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(engines);
        if (engines is { Speech: null, Cloning: null, Music: null })
            throw new ArgumentException("A miner needs at least one engine, for speech, cloning or music.", nameof(engines));

        _hotkey = hotkey;
        _engines = engines;
        _options = options ?? new MinerOptions();
        _clock = clock ?? TimeProvider.System;
        loggers ??= NullLoggerFactory.Instance;
        _logger = loggers.CreateLogger("AudioSubnet.Miner");
        _metagraph = new MetagraphWatch(chain, hotkey, _options, _clock, _logger);
        _policy = new CallerPolicy(_options, _metagraph);
        _axon = new Axon(hotkey, AxonOptionsOf(_options), _clock, loggers);
        Attach();
    }

    /// <summary>The port it listens on, once started.</summary>
    public int Port => _axon.Port;

    /// <summary>What is announced to the chain, once started.</summary>
    public AxonInfo? Endpoint { get; private set; }

    /// <summary>Requests answered so far, whatever the outcome.</summary>
    public long Requests => _metrics.Requests;

    /// <summary>Requests that wait or run.</summary>
    public int ActiveRequests => _metrics.Running;

    /// <summary>Seconds of audio made so far.</summary>
    public double AudioSeconds => _metrics.AudioSeconds;

    /// <summary>
    /// Reads the metagraph, listens, and begins to announce the endpoint in the background. A chain that is away does not keep the
    /// miner from starting.
    /// </summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _metagraph.LookAsync(cancellationToken);
        await _axon.StartAsync(cancellationToken);
        Endpoint = PublicEndpoint.Of(_hotkey.AccountId, _options, _axon.Port, _logger);
        _watching = WatchAsync(Endpoint);
        string[] services =
        [
            .. _engines.Speech is null ? [] : new[] { nameof(TextToSpeech) },
            .. _engines.Cloning is null ? [] : new[] { nameof(VoiceClone) },
            .. _engines.Music is null ? [] : new[] { nameof(MusicGeneration) },
        ];
        MinerLog.Serving(_logger, string.Join(", ", services), _engines.ToString(), _axon.Port);
    }

    /// <summary>Takes no more requests, finishes those that run (up to <see cref="AxonOptions.StopTimeout"/>) and stops.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        MinerLog.Stopping(_logger, _metrics.Running);
        await _stopping.CancelAsync();
        await _axon.StopAsync(cancellationToken);
        await _watching.WaitAsync(cancellationToken);
        MinerLog.Stopped(_logger, _metrics.Requests, _metrics.AudioSeconds);
    }

    /// <summary>Starts, serves until cancelled, and stops in good order.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The way a service is told to end.
        }

        await StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _stopping.CancelAsync();
        await _axon.DisposeAsync();
        await _watching;
        _metrics.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The services queue for themselves, so the axon lets in what all of them together may hold.</summary>
    private static AxonOptions AxonOptionsOf(MinerOptions options)
    {
        ServiceLimits[] limits = [options.SpeechLimits, options.CloningLimits, options.MusicLimits];
        return options.Axon with
        {
            MaxConcurrentRequests = limits.Sum(limit => limit.Concurrency + limit.QueueLength),
            MaxHandlerTime = 2 * limits.Max(limit => limit.Timeout) + TimeSpan.FromSeconds(10), // waiting, working, packing
        };
    }

    private void Attach()
    {
        if (_engines.Speech is { } speech)
            Attach<TextToSpeech>(speech.Name, _options.SpeechLimits, (request, seed, token) =>
                speech.SpeakAsync(new SpeechRequest(request.TextInput!) { Seed = seed }, token));
        if (_engines.Cloning is { } cloner)
            Attach<VoiceClone>(cloner.Name, _options.CloningLimits, (request, seed, token) =>
                AudioPayload.TryReadReference(request, out Dsp.AudioBuffer? reference, out string? error)
                    ? cloner.CloneAsync(new CloneRequest(request.TextInput!, reference) { Seed = seed }, token)
                    : throw new SynapseException(400, error));
        if (_engines.Music is { } music)
            Attach<MusicGeneration>(music.Name, _options.MusicLimits, (request, seed, token) =>
            {
                double seconds = MusicDuration.SecondsOf(request.Duration!.Value);
                return music.ComposeAsync(new MusicRequest(request.TextInput!, seconds) { Seed = seed }, token);
            });
    }

    private void Attach<TSynapse>(string engine, ServiceLimits limits, Func<TSynapse, int?, CancellationToken, Task<Dsp.AudioBuffer>> work)
        where TSynapse : Synapse, IAudioSynapse, new()
    {
        var service = new AudioService<TSynapse>(engine, limits, work, _policy.Priority, _options.Seed, _metrics, _clock, _logger);
        _axon.Attach<TSynapse>(service.AnswerAsync, _policy.JudgeAsync, _policy.Priority, new TSynapse().MaxRequestBytes);
    }

    private async Task WatchAsync(AxonInfo endpoint)
    {
        try
        {
            await _metagraph.RunAsync(endpoint, _stopping.Token);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            // The way the watch is told to end; a call to the chain may fail in its own way at that very moment.
        }
    }
}
