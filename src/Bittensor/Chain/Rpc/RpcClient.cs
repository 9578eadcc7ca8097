using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bittensor.Chain.Rpc;

/// <summary>
/// JSON-RPC over WebSocket to the first of several nodes that answers. Connects when first used, reconnects with growing pauses,
/// takes the next endpoint when one fails, and repeats requests that a lost connection left unanswered. Thread-safe.
/// </summary>
public sealed class RpcClient : IAsyncDisposable
{
    private readonly SubtensorOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();
    private readonly Lock _lock = new();
    private Task<RpcConnection>? _attempt;
    private RpcConnection? _connection;
    private int _next;
    private int _failures;

    /// <summary>A client of the endpoints, in order of preference. Nothing is opened yet.</summary>
    /// <exception cref="ArgumentException">No endpoint.</exception>
    public RpcClient(IReadOnlyList<Uri> endpoints, SubtensorOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.Count == 0)
            throw new ArgumentException("There must be an endpoint.", nameof(endpoints));
        Endpoints = [.. endpoints];
        _options = options ?? new SubtensorOptions();
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The endpoints, in order of preference.</summary>
    public IReadOnlyList<Uri> Endpoints { get; }

    /// <summary>Calls a method that changes nothing: it is repeated, at another node if there is one, until an answer comes or time is
    /// up.</summary>
    /// <param name="method">For example <c>state_getStorage</c>.</param>
    /// <param name="parameters">Positional parameters: anything that JSON can hold.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The result; <see cref="JsonValueKind.Null"/> or <see cref="JsonValueKind.Undefined"/> for null.</returns>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ChainUnavailableException">No answer within <see cref="SubtensorOptions.RequestTimeout"/>.</exception>
    public async Task<JsonElement> RequestAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default)
    {
        using var deadline = new Deadline(_options.RequestTimeout, _time, cancellationToken);
        return await deadline.RunAsync(
            $"{method} was not answered by {Nodes}",
            token => RepeatAsync((connection, limit) => connection.RequestAsync(method, parameters, limit), deadline, token));
    }

    /// <summary>Subscribes, and again after each lost connection, for as long as the caller reads.</summary>
    /// <param name="method">For example <c>chain_subscribeNewHeads</c>.</param>
    /// <param name="unsubscribeMethod">For example <c>chain_unsubscribeNewHeads</c>.</param>
    /// <param name="parameters">Positional parameters.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    /// <returns>What the node notifies. After a reconnection there may be a gap, or a repetition. Of what is not read in time the oldest
    /// is dropped.</returns>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ChainUnavailableException">The first subscription did not come about within
    /// <see cref="SubtensorOptions.RequestTimeout"/>.</exception>
    public async IAsyncEnumerable<JsonElement> SubscribeAsync(
        string method,
        string unsubscribeMethod,
        IReadOnlyList<object?> parameters,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool subscribed = false;
        while (true)
        {
            RpcSubscription? made = await TrySubscribeAsync(method, unsubscribeMethod, parameters, mustCome: !subscribed, cancellationToken);
            if (made is null)
                continue;
            await using RpcSubscription subscription = made;
            subscribed = true;
            while (await HasNextAsync(subscription, cancellationToken))
                while (subscription.Notifications.TryRead(out JsonElement notification))
                    yield return notification;
        }
    }

    /// <summary>Does something on one open connection, once: what a lost connection leaves unfinished is the caller's to judge.</summary>
    /// <exception cref="ChainUnavailableException">No endpoint could be reached before the deadline.</exception>
    internal async Task<RpcConnection> ConnectAsync(Deadline deadline) =>
        await deadline.RunAsync($"{Nodes} cannot be reached", token => ConnectedAsync(deadline, token));

    /// <summary>The endpoints for messages.</summary>
    internal string Nodes => string.Join(" or ", Endpoints);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<RpcConnection>? attempt;
        lock (_lock)
        {
            if (_disposed.IsCancellationRequested)
                return;
            _disposed.Cancel();
            attempt = _attempt;
        }

        if (attempt is not null)
        {
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (attempt.IsCompletedSuccessfully)
                await (await attempt).DisposeAsync();
        }

        _disposed.Dispose();
    }

    private async Task<T> RepeatAsync<T>(Func<RpcConnection, CancellationToken, Task<T>> request, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            RpcConnection connection = await ConnectedAsync(deadline, cancellationToken);
            using var limit = new Deadline(_options.AnswerTimeout, _time, cancellationToken);
            try
            {
                T answer = await request(connection, limit.Token);
                Succeeded();
                return answer;
            }
            catch (ConnectionLostException lost)
            {
                deadline.LastFailure = lost;
            }
            catch (OperationCanceledException) when (limit.IsOver && !cancellationToken.IsCancellationRequested)
            {
                deadline.LastFailure = new TimeoutException($"{connection.Endpoint} did not answer within {_options.AnswerTimeout.TotalSeconds:0.#} s.");
            }

            await connection.DisposeAsync();
        }
    }

    private async Task<RpcConnection> ConnectedAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await CurrentAsync().WaitAsync(cancellationToken);
            }
            catch (ConnectionLostException lost)
            {
                deadline.LastFailure = lost;
            }
            catch (OperationCanceledException cancelled) when (_disposed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new ObjectDisposedException("The client of the chain was disposed while a request waited.", cancelled);
            }
        }
    }

    /// <summary>The open connection, or the one attempt at a new one that is under way.</summary>
    private Task<RpcConnection> CurrentAsync()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            bool usable = _attempt is { IsCompleted: false } || _connection is { IsClosed: false };
            return usable && _attempt is not null ? _attempt : _attempt = AttemptAsync();
        }
    }

    /// <summary>One attempt at the next endpoint, after a pause that grows with the failures before it.</summary>
    private async Task<RpcConnection> AttemptAsync()
    {
        CancellationToken disposed = _disposed.Token;
        await Task.Yield();
        TimeSpan pause = TimeSpan.Zero;
        Uri endpoint;
        lock (_lock)
        {
            _connection = null;
            endpoint = Endpoints[_next];
            _next = (_next + 1) % Endpoints.Count;
            // The first pass over the endpoints goes without pauses.
            int round = _failures / Endpoints.Count;
            if (round > 0)
                pause = _options.ReconnectDelay * Math.Pow(2, Math.Min(round - 1, 30));
            if (pause > _options.MaxReconnectDelay)
                pause = _options.MaxReconnectDelay;
            _failures++;
        }

        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, _time, disposed);
        using var limit = new Deadline(_options.ConnectTimeout, _time, disposed);
        try
        {
            RpcConnection connection = await RpcConnection.OpenAsync(endpoint, _options, limit.Token);
            lock (_lock)
                _connection = connection;
            return connection;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            throw new ConnectionLostException(endpoint, new TimeoutException($"no connection within {_options.ConnectTimeout.TotalSeconds:0.#} s"));
        }
    }

    private async Task<RpcSubscription?> TrySubscribeAsync(
        string method, string unsubscribeMethod, IReadOnlyList<object?> parameters, bool mustCome, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_options.RequestTimeout, _time, cancellationToken);
        try
        {
            return await deadline.RunAsync(
                $"{method} was not answered by {Nodes}",
                token => RepeatAsync((connection, limit) => connection.SubscribeAsync(method, unsubscribeMethod, parameters, limit), deadline, token));
        }
        catch (ChainUnavailableException) when (!mustCome)
        {
            return null;
        }
    }

    /// <summary>False when the subscription must be made anew: the connection was lost, or nothing has come for too long.</summary>
    private async Task<bool> HasNextAsync(RpcSubscription subscription, CancellationToken cancellationToken)
    {
        using var silence = new Deadline(_options.SilenceTimeout, _time, cancellationToken);
        try
        {
            bool next = await subscription.Notifications.WaitToReadAsync(silence.Token);
            if (next)
                Succeeded();
            return next;
        }
        catch (ConnectionLostException)
        {
            return false;
        }
        catch (OperationCanceledException) when (silence.IsOver && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>An answer has come: the next failure is the first one again.</summary>
    private void Succeeded()
    {
        lock (_lock)
            _failures = 0;
    }
}
