using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Bittensor.Chain.Rpc;

/// <summary>One WebSocket to one node. Once it has failed it stays closed. Thread-safe.</summary>
internal sealed class RpcConnection : IAsyncDisposable
{
    private static readonly TimeSpan UnsubscribeLimit = TimeSpan.FromSeconds(2);

    private readonly BoundedWebSocket _socket;
    private readonly NodeRpc _rpc;
    private readonly Notifications _notifications = new();

    private RpcConnection(Uri endpoint, WebSocket socket, SubtensorOptions options)
    {
        Endpoint = endpoint;
        _socket = new BoundedWebSocket(socket, options.MaxMessageLength);
        _rpc = new NodeRpc(new WebSocketMessageHandler(_socket, new NodeFormatter(), 16 << 10))
        {
            // Nodes know no "$/cancelRequest"; and notifications must stay in order.
            CancellationStrategy = null,
            SynchronizationContext = new Microsoft.VisualStudio.Threading.NonConcurrentSynchronizationContext(sticky: false),
        };
        foreach (string method in Notifications.Methods)
            _rpc.AddLocalRpcMethod(method, (JsonElement subscription, JsonElement result) => _notifications.Deliver(subscription.GetRawText(), result));
        _rpc.Disconnected += (_, args) => _notifications.End(new ConnectionLostException(Endpoint, args.Exception));
        _rpc.StartListening();
    }

    /// <summary>The node's address.</summary>
    public Uri Endpoint { get; }

    /// <summary>True once the connection has ended.</summary>
    public bool IsClosed => _rpc.IsDisposed || _rpc.Completion.IsCompleted;

    /// <summary>Opens a connection.</summary>
    /// <exception cref="ConnectionLostException">The endpoint cannot be reached, or is no WebSocket server.</exception>
    public static async Task<RpcConnection> OpenAsync(Uri endpoint, SubtensorOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = options.KeepAliveInterval;
        socket.Options.KeepAliveTimeout = options.KeepAliveTimeout;
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new RpcConnection(endpoint, socket, options);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is WebSocketException or HttpRequestException or IOException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                throw new ConnectionLostException(endpoint, exception);
            throw;
        }
    }

    /// <summary>Calls a method of the node.</summary>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ConnectionLostException">The connection ended before the answer.</exception>
    public async Task<JsonElement> RequestAsync(string method, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        try
        {
            // Nothing can call a request back from a node; a caller who has had enough leaves its answer unread.
            return await _rpc.InvokeWithCancellationAsync<JsonElement>(method, parameters, CancellationToken.None)
                .WaitAsync(cancellationToken);
        }
        catch (RemoteInvocationException error)
        {
            string? details = error.ErrorData is JsonElement data && !RpcJson.IsNull(data) ? data.ToString() : null;
            throw new RpcException(method, error.ErrorCode, error.Message, details);
        }
        catch (RemoteMethodNotFoundException)
        {
            throw new RpcException(method, RpcException.MethodNotFound, "it has no such method");
        }
        catch (Exception exception) when (exception is StreamJsonRpc.ConnectionLostException or ObjectDisposedException or IOException or WebSocketException
            or RemoteRpcException or JsonException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // An answer that cannot be read is as bad as none: the next node may do better. Writing to an aborted socket counts as cancelled.
            throw new ConnectionLostException(Endpoint, exception);
        }
    }

    /// <summary>Subscribes; the node's answer must be the subscription's id.</summary>
    /// <exception cref="RpcException">The node answered with an error.</exception>
    /// <exception cref="ConnectionLostException">The connection ended before the answer.</exception>
    public async Task<RpcSubscription> SubscribeAsync(
        string method, string unsubscribeMethod, IReadOnlyList<object?> parameters, CancellationToken cancellationToken)
    {
        JsonElement id = await RequestAsync(method, parameters, cancellationToken);
        if (id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            throw new RpcException(method, code: 0, "the answer is no subscription id");
        ChannelReader<JsonElement> notifications = _notifications.Open(id.GetRawText());
        return new RpcSubscription(this, id, unsubscribeMethod, notifications);
    }

    /// <summary>Ends a subscription here and, if it is there, at the node.</summary>
    public async ValueTask UnsubscribeAsync(string method, JsonElement id)
    {
        _notifications.Close(id.GetRawText());
        if (IsClosed)
            return;
        using var limit = new CancellationTokenSource(UnsubscribeLimit);
        try
        {
            await RequestAsync(method, [id], limit.Token);
        }
        catch (Exception exception) when (exception is IOException or RpcException or OperationCanceledException)
        {
            // The node drops what nobody reads when the connection ends.
        }
    }

    /// <summary>Ends the connection at once; what waits for an answer gets <see cref="ConnectionLostException"/>.</summary>
    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _rpc.Dispose();
        _socket.Dispose();
        _notifications.End(new ConnectionLostException(Endpoint));
        return ValueTask.CompletedTask;
    }

    /// <summary>JSON-RPC whose errors carry the node's own data.</summary>
    private sealed class NodeRpc(IJsonRpcMessageHandler handler) : JsonRpc(handler)
    {
        protected override Type? GetErrorDetailsDataType(JsonRpcError error) => typeof(JsonElement);
    }
}
