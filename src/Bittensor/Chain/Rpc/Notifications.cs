using System.Text.Json;
using System.Threading.Channels;

namespace Bittensor.Chain.Rpc;

/// <summary>Leads a connection's notifications to their subscriptions. Thread-safe.</summary>
/// <remarks>A node may notify before the answer with the subscription's id has been read: such notifications wait, as many as a slow reader may leave unread.</remarks>
internal sealed class Notifications
{
    /// <summary>Notifications that a slow reader may leave unread; older ones are dropped.</summary>
    private const int Unread = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Channel<JsonElement>> _channels = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, JsonElement Result)> _early = [];
    private Exception? _end;

    /// <summary>The methods by which a node notifies.</summary>
    public static IReadOnlyList<string> Methods { get; } =
    [
        "chain_newHead", "chain_finalizedHead", "chain_allHead", "state_storage", "state_runtimeVersion", "author_extrinsicUpdate",
    ];

    /// <summary>Takes one in.</summary>
    public void Deliver(string id, JsonElement result)
    {
        lock (_lock)
        {
            if (_channels.TryGetValue(id, out Channel<JsonElement>? channel))
            {
                channel.Writer.TryWrite(result);
                return;
            }

            _early.Enqueue((id, result));
            if (_early.Count > Unread)
                _early.Dequeue();
        }
    }

    /// <summary>The notifications of a subscription, from the first on. The channel completes with the failure that ended the
    /// connection.</summary>
    public ChannelReader<JsonElement> Open(string id)
    {
        lock (_lock)
        {
            var channel = Channel.CreateBounded<JsonElement>(new BoundedChannelOptions(Unread) { FullMode = BoundedChannelFullMode.DropOldest });
            foreach ((_, JsonElement result) in _early.Where(early => early.Id == id))
                channel.Writer.TryWrite(result);
            if (_end is null)
                _channels[id] = channel;
            else
                channel.Writer.TryComplete(_end);
            return channel.Reader;
        }
    }

    /// <summary>Ends a subscription.</summary>
    public void Close(string id)
    {
        lock (_lock)
            if (_channels.Remove(id, out Channel<JsonElement>? channel))
                channel.Writer.TryComplete();
    }

    /// <summary>Ends all subscriptions, now and later.</summary>
    public void End(Exception reason)
    {
        lock (_lock)
        {
            _end = reason;
            foreach (Channel<JsonElement> channel in _channels.Values)
                channel.Writer.TryComplete(reason);
            _channels.Clear();
            _early.Clear();
        }
    }
}
