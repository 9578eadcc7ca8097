using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>A WebSocket connection's outgoing side: answers and the notifications of its subscriptions, in order.</summary>
internal sealed class RpcSession : IDisposable
{
    /// <summary>More subscriptions than any client needs are refused.</summary>
    private const int MaxSubscriptions = 1024;

    private readonly CancellationTokenSource _closed;
    private readonly Dictionary<string, CancellationTokenSource> _subscriptions = new(StringComparer.Ordinal);
    private readonly List<Action> _prepared = [];
    private readonly Channel<byte[]> _outgoing;

    /// <param name="queue">Messages that may wait for a slow reader before the connection is cut.</param>
    /// <param name="stopping">Cancelled when the node stops.</param>
    public RpcSession(int queue, CancellationToken stopping)
    {
        _closed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(queue) { SingleReader = true });
    }

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Closed => _closed.Token;

    public ChannelReader<byte[]> Outgoing => _outgoing.Reader;

    /// <summary>Queues a message. A reader that lets the queue fill up loses the connection: notifications must not pile up.</summary>
    public void Send(byte[] message)
    {
        if (!_outgoing.Writer.TryWrite(message))
            Close();
    }

    /// <summary>Prepares a subscription; <paramref name="follow"/> runs from <see cref="StartSubscriptions"/> until it ends, is
    /// unsubscribed, or the connection closes.</summary>
    /// <param name="notification">Method name of its notifications.</param>
    /// <param name="follow">Gets the function that sends one notification.</param>
    /// <returns>The subscription's id.</returns>
    /// <exception cref="RpcException">Too many subscriptions.</exception>
    public string Subscribe(string notification, Func<Action<JsonNode?>, CancellationToken, Task> follow)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        lock (_subscriptions)
        {
            if (_subscriptions.Count >= MaxSubscriptions)
                throw new RpcException(-32006, "Too many subscriptions on the connection", $"The most is {MaxSubscriptions}.");
            var ended = CancellationTokenSource.CreateLinkedTokenSource(Closed);
            _subscriptions.Add(id, ended);
            // Ends by itself with the connection; its failures are the connection's.
            _prepared.Add(() => _ = RunAsync(id, notification, follow, ended.Token));
        }
        return id;
    }

    /// <summary>Starts what was prepared, once the answer with the subscription's id is on its way.</summary>
    public void StartSubscriptions()
    {
        _prepared.ForEach(start => start());
        _prepared.Clear();
    }

    /// <summary>Ends a subscription; false if there is none of that id.</summary>
    public bool Unsubscribe(string id)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.TryGetValue(id, out CancellationTokenSource? ended))
                return false;
            ended.Cancel();
            return true;
        }
    }

    public void Close()
    {
        _outgoing.Writer.TryComplete();
        _closed.Cancel();
    }

    public void Dispose()
    {
        Close();
        _closed.Dispose();
    }

    private async Task RunAsync(
        string id, string notification, Func<Action<JsonNode?>, CancellationToken, Task> follow, CancellationToken ended)
    {
        try
        {
            await follow(result => Send(RpcText.Notification(notification, id, result)), ended);
        }
        catch (OperationCanceledException)
        {
            // Unsubscribed, or the connection is gone.
        }
        lock (_subscriptions)
            if (_subscriptions.Remove(id, out CancellationTokenSource? source))
                source.Dispose();
    }
}
