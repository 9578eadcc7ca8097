using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bittensor.LocalNet.Tests.Node;

/// <summary>A bare WebSocket client: sends texts, reads texts, waits for what it names.</summary>
internal sealed class RpcClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonNode> _notifications = [];
    private int _id;

    public static async Task<RpcClient> ConnectAsync(Uri endpoint)
    {
        var client = new RpcClient();
        await client._socket.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>The result of a call.</summary>
    public async Task<JsonNode?> CallAsync(string method, params object?[] parameters)
    {
        JsonNode answer = await RequestAsync(method, parameters);
        return answer["error"] is { } error ? throw new InvalidOperationException(error.ToJsonString()) : answer["result"];
    }

    /// <summary>The code of the error that a call ends with, and what is said about it.</summary>
    public async Task<(int Code, string Text)> ErrorAsync(string method, params object?[] parameters)
    {
        JsonNode answer = await RequestAsync(method, parameters);
        JsonNode error = answer["error"].ShouldNotBeNull(answer.ToJsonString());
        return (error["code"]!.GetValue<int>(), error.ToJsonString());
    }

    /// <summary>The next notification's result.</summary>
    public async Task<JsonNode?> NotificationAsync()
    {
        JsonNode message = _notifications.TryDequeue(out JsonNode? waiting) ? waiting : await ReadAsync();
        message["method"].ShouldNotBeNull(message.ToJsonString());
        return message["params"]!["result"];
    }

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    public async Task<JsonNode> ReadAsync()
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[8192];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);
        if (received.MessageType == WebSocketMessageType.Close)
            throw new IOException($"closed: {received.CloseStatus}");
        return JsonNode.Parse(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length))!;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonNode> RequestAsync(string method, object?[] parameters)
    {
        int id = ++_id;
        await SendTextAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id, method, @params = parameters }));
        while (true)
        {
            JsonNode message = await ReadAsync();
            if (message["id"] is not null)
                return message["id"]!.GetValue<int>() == id ? message : throw new InvalidOperationException($"another answer: {message}");
            _notifications.Enqueue(message);
        }
    }
}
