using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bittensor.Tests.Chain.Rpc;

/// <summary>A WebSocket server on loopback that answers as a test tells it to, faults included.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<WebSocket, bool> _sockets = [];
    private readonly ConcurrentDictionary<string, Func<FakeCall, Task>> _handlers = new(StringComparer.Ordinal);

    private FakeNode(WebApplication application) => _application = application;

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What is done with methods of which nothing was said.</summary>
    public Func<FakeCall, Task> Otherwise { get; set; } = call => call.FailAsync(-32601, "Method not found");

    /// <summary>Every request that came, in order.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>Connections accepted so far.</summary>
    public int Connections { get; private set; }

    public static async Task<FakeNode> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        WebApplication application = builder.Build();
        application.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        var node = new FakeNode(application);
        application.Run(node.ServeAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        node.Endpoint = new Uri(address.Replace("http://", "ws://", StringComparison.Ordinal));
        return node;
    }

    public FakeNode On(string method, Func<FakeCall, Task> handler)
    {
        _handlers[method] = handler;
        return this;
    }

    public FakeNode Answer(string method, object? result) => On(method, call => call.ReplyAsync(result));

    /// <summary>Cuts all connections without a farewell.</summary>
    public void DropAll()
    {
        foreach (WebSocket socket in _sockets.Keys)
            socket.Abort();
    }

    public int Count(string method) => Calls.Count(call => call.Method == method);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        DropAll();
        await _application.DisposeAsync();
        _stopped.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        _sockets[socket] = true;
        Connections++;
        byte[] buffer = new byte[1 << 20];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                int length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(length), _stopped.Token);
                    length += received.Count;
                }
                while (!received.EndOfMessage);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
                var call = new FakeCall(socket, json.RootElement.Clone(), _stopped.Token);
                Calls.Enqueue(call);
                await (_handlers.GetValueOrDefault(call.Method) ?? Otherwise)(call);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The test has cut this connection.
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }
    }
}

/// <summary>One request to a <see cref="FakeNode"/>. The node reads the next one, and answers pings, when the handler is done.</summary>
internal sealed class FakeCall(WebSocket socket, JsonElement request, CancellationToken stopped)
{
    public string Method => request.GetProperty("method").GetString()!;

    public JsonElement Parameters => request.GetProperty("params");

    public Task ReplyAsync(object? result) => SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = request.GetProperty("id"), result }));

    public Task FailAsync(int code, string message, object? data = null) =>
        SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = request.GetProperty("id"), error = new { code, message, data } }));

    public Task NotifyAsync(string method, object subscription, object? result) =>
        SendAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", method, @params = new { subscription, result } }));

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, stopped);

    /// <summary>Cuts the connection without a farewell.</summary>
    public Task Drop()
    {
        socket.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Keeps the connection open and reads no more from it, not even pings.</summary>
    public Task Freeze() => Task.Delay(Timeout.InfiniteTimeSpan, stopped);
}
