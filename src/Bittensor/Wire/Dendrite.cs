using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bittensor.Wire;

/// <summary>
/// Asks axons over HTTP, signed with a hotkey. Connections are pooled; share one dendrite. Thread-safe.
/// Whatever a peer does wrong ends as a status in the synapse: 503 not reachable, 408 too late, 422 an answer that is
/// none or is wrongly signed, else what the axon said.
/// </summary>
public sealed class Dendrite : IDisposable
{
    private const int MaxReplyHeaderKilobytes = 64;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly Keypair _hotkey;
    private readonly DendriteOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly NonceLanes _lanes;
    private readonly HttpClient _http;

    /// <summary>A dendrite that signs with a hotkey, which it does not own: dispose the key after the dendrite.</summary>
    public Dendrite(Keypair hotkey, DendriteOptions? options = null, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(hotkey);
        _hotkey = hotkey;
        _options = options ?? new DendriteOptions();
        _clock = clock ?? TimeProvider.System;
        _logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<Dendrite>();
        _lanes = new NonceLanes(_clock);
        // Peers are strangers: no redirects to elsewhere, no cookies, no proxies, no compressed bombs.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = _options.ConnectTimeout,
            MaxResponseHeadersLength = MaxReplyHeaderKilobytes,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
            UseProxy = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>
    /// Asks one axon and returns the same synapse: its response fields filled on success, its <see cref="Synapse.Dendrite"/>
    /// telling the outcome in any case.
    /// </summary>
    /// <param name="target">Where the axon serves, and the hotkey it must be.</param>
    /// <param name="synapse">The question; a fresh one for each query.</param>
    /// <param name="timeout">For the whole round trip, reading included.</param>
    /// <param name="cancellationToken">Ends the query with an exception.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="System.Text.Json.JsonException">The synapse holds a value that cannot be sent (NaN, for example).</exception>
    public async Task<TSynapse> QueryAsync<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>(
        AxonInfo target, TSynapse synapse, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TSynapse : Synapse, new()
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(synapse);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        long started = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ExchangeAsync(target, synapse, timeout, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !limit.IsCancellationRequested)
        {
            // Neither the caller's will nor the query's time: no connection within the limit for that.
            Fail(synapse, HttpStatusCode.ServiceUnavailable, $"Service unavailable at {Place(target)}/{synapse.Name}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(synapse, HttpStatusCode.RequestTimeout, $"Request timeout after {PythonRepr.OfFloat(timeout.TotalSeconds)} seconds");
        }
        catch (DendriteFault fault)
        {
            Fail(synapse, (HttpStatusCode)fault.Status, fault.Message);
        }
        catch (HttpRequestException exception)
        {
            Fail(synapse, target, exception);
        }
        catch (IOException exception)
        {
            Fail(synapse, HttpStatusCode.ServiceUnavailable, $"Service disconnected at {Place(target)}/{synapse.Name}: {exception.Message}");
        }
        synapse.Dendrite.StatusCode = synapse.Axon.StatusCode;
        synapse.Dendrite.StatusMessage = synapse.Axon.StatusMessage;
        synapse.Dendrite.ProcessTime = _clock.GetElapsedTime(started).TotalSeconds;
        DendriteLog.Answered(_logger, synapse.Name, Place(target), synapse.Dendrite.StatusCode, synapse.Dendrite.StatusMessage);
        return synapse;
    }

    /// <summary>Asks many axons in parallel, each with its own synapse and timeout; the answers come in the order of the targets.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<IReadOnlyList<TSynapse>> QueryAllAsync<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>(
        IReadOnlyList<AxonInfo> targets, Func<AxonInfo, TSynapse> make, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TSynapse : Synapse, new()
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(make);
        var answers = new TSynapse[targets.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxParallelQueries, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, targets.Count, parallel, async (index, stop) =>
            answers[index] = await QueryAsync(targets[index], make(targets[index]), timeout, stop));
        return answers;
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task ExchangeAsync<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>(
        AxonInfo target, TSynapse synapse, TimeSpan timeout, CancellationToken cancellationToken)
        where TSynapse : Synapse, new()
    {
        if (!target.IsServing || target.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            throw new DendriteFault((int)HttpStatusCode.ServiceUnavailable, $"Service unavailable at {Place(target)}/{synapse.Name}");
        SynapseShape shape = SynapseShape.Of<TSynapse>();
        using NonceLanes.Lane lane = _lanes.Enter(target.Hotkey);
        using var body = new PooledBuffer();
        using HttpRequestMessage request = DendriteRequest.Create(target, synapse, shape, _hotkey, _options, _lanes.NextNonce(), lane.Uuid, timeout, body);
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await DendriteReply.ReadAsync(response, target, synapse, shape, _options, cancellationToken);
    }

    private static void Fail(Synapse synapse, AxonInfo target, HttpRequestException exception)
    {
        string place = $"{Place(target)}/{synapse.Name}";
        switch (exception.HttpRequestError)
        {
            case HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError:
                Fail(synapse, HttpStatusCode.ServiceUnavailable, $"Service unavailable at {place}");
                break;
            case HttpRequestError.ResponseEnded:
                Fail(synapse, HttpStatusCode.ServiceUnavailable, $"Service disconnected at {place}");
                break;
            case HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded:
                Fail(synapse, HttpStatusCode.UnprocessableEntity, $"Failed to parse response: {exception.Message}");
                break;
            default:
                Fail(synapse, HttpStatusCode.ServiceUnavailable, $"Service disconnected at {place}: {exception.Message}");
                break;
        }
    }

    private static void Fail(Synapse synapse, HttpStatusCode status, string message)
    {
        synapse.Axon.StatusCode = (int)status;
        synapse.Axon.StatusMessage = message;
    }

    private static string Place(AxonInfo target) => $"{target.Address}:{target.Port.ToString(CultureInfo.InvariantCulture)}";
}
