using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebSockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>The node's HTTP side: WebSocket connections, and JSON-RPC in the body of a POST. Whatever a peer sends, it ends as an answer
/// or with its own connection.</summary>
internal sealed class RpcApplication : IHttpApplication<HttpContext>
{
    private readonly RpcDispatcher _dispatcher;
    private readonly NodeOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly WebSocketMiddleware _webSockets;

    public RpcApplication(RpcDispatcher dispatcher, NodeOptions options, ILoggerFactory loggers, CancellationToken stopping)
    {
        _dispatcher = dispatcher;
        _options = options;
        _logger = loggers.CreateLogger<ChainNode>();
        _stopping = stopping;
        // Peers that are gone without a word are found by unanswered pings.
        var webSockets = new WebSocketOptions { KeepAliveInterval = options.PingInterval, KeepAliveTimeout = options.PingTimeout };
        _webSockets = new WebSocketMiddleware(ServeAsync, Options.Create(webSockets), loggers);
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing to release: the context owns no services.
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        try
        {
            await _webSockets.Invoke(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or WebSocketException)
        {
            NodeLog.ConnectionEnded(_logger, exception.Message);
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            await ConverseAsync(socket, context.RequestAborted);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerPostAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "POST";
            await context.Response.WriteAsync("JSON-RPC: connect with a WebSocket, or POST a request.\n", context.RequestAborted);
        }
    }

    private async Task AnswerPostAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
            return;
        }
        byte[]? answer = _dispatcher.Answer(body.GetBuffer().AsMemory(0, (int)body.Length), session: null);
        context.Response.ContentType = "application/json";
        if (answer is null)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private async Task ConverseAsync(WebSocket socket, CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, _stopping);
        using var session = new RpcSession(_options.MaxQueuedMessages, ended.Token);
        Task sending = SendAsync(socket, session);
        try
        {
            await ReceiveAsync(socket, session);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            NodeLog.ConnectionEnded(_logger, exception.Message);
        }
        session.Close();
        await sending;
    }

    private async Task ReceiveAsync(WebSocket socket, RpcSession session)
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            message.ResetWrittenCount();
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(message.GetMemory(4096), session.Closed);
                message.Advance(received.Count);
                if (message.WrittenCount > _options.MaxRequestBytes)
                {
                    string limit = $"A request has at most {_options.MaxRequestBytes} bytes.";
                    await CloseAsync(socket, WebSocketCloseStatus.MessageTooBig, limit);
                    return;
                }
            }
            while (!received.EndOfMessage);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync(socket, WebSocketCloseStatus.NormalClosure, description: null);
                return;
            }
            if (_dispatcher.Answer(message.WrittenMemory, session) is byte[] answer)
                session.Send(answer);
            session.StartSubscriptions();
        }
    }

    private async Task SendAsync(WebSocket socket, RpcSession session)
    {
        try
        {
            await foreach (byte[] message in session.Outgoing.ReadAllAsync(session.Closed))
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, session.Closed);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or IOException)
        {
            session.Close();
        }
    }

    /// <summary>Says why the connection ends, without waiting for a peer that does not listen.</summary>
    private async Task CloseAsync(WebSocket socket, WebSocketCloseStatus status, string? description)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        limit.CancelAfter(_options.PingTimeout);
        await socket.CloseOutputAsync(status, description, limit.Token);
    }
}
