using System.Text.Json;
using System.Threading.Channels;

namespace Bittensor.Chain.Rpc;

/// <summary>A subscription on one connection; disposing unsubscribes.</summary>
internal sealed class RpcSubscription(RpcConnection connection, JsonElement id, string unsubscribeMethod, ChannelReader<JsonElement> notifications)
    : IAsyncDisposable
{
    /// <summary>What comes; completes with <see cref="ConnectionLostException"/> when the connection ends.</summary>
    public ChannelReader<JsonElement> Notifications { get; } = notifications;

    /// <summary>Tells the node, if it is still there. It need not answer.</summary>
    public ValueTask DisposeAsync() => connection.UnsubscribeAsync(unsubscribeMethod, id);
}
