using System.Net.WebSockets;

namespace Bittensor.Chain.Rpc;

/// <summary>A WebSocket that ends when a message grows beyond a limit, so that no peer can fill the memory.</summary>
internal sealed class BoundedWebSocket(WebSocket inner, int maxMessageLength) : WebSocket
{
    private long _messageLength;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        WebSocketReceiveResult result = await inner.ReceiveAsync(buffer, cancellationToken);
        Count(result.Count, result.EndOfMessage);
        return result;
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ValueWebSocketReceiveResult result = await inner.ReceiveAsync(buffer, cancellationToken);
        Count(result.Count, result.EndOfMessage);
        return result;
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort() => inner.Abort();

    public override void Dispose() => inner.Dispose();

    private void Count(int received, bool endOfMessage)
    {
        _messageLength += received;
        if (_messageLength > maxMessageLength)
        {
            inner.Abort();
            throw new WebSocketException($"A message is longer than {maxMessageLength} bytes.");
        }

        if (endOfMessage)
            _messageLength = 0;
    }
}
