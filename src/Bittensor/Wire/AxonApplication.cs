using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Bittensor.Wire;

/// <summary>
/// The way of a request: gate (blacklist, verify), body, queue (priority), handler, answer. Whatever a caller sends ends as
/// an answer, never as an exception.
/// </summary>
internal sealed class AxonApplication(
    AxonGate gate, AxonBodyReader bodies, HandlerQueue queue, AxonReplyWriter replies, AxonOptions options, TimeProvider clock, ILogger logger)
    : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing to release: the context owns no services.
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        CancellationToken gone = context.RequestAborted;
        var exchange = new AxonExchange(context, clock.GetTimestamp());
        try
        {
            AxonAnswer answer = await AnswerAsync(exchange, gone);
            await replies.WriteAsync(exchange, answer, gone);
            AxonLog.Answered(logger, context.Request.Path.Value, exchange.Head?.Dendrite.Hotkey, answer.Status, answer.Message);
        }
        catch (Exception exception) when (gone.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            AxonLog.CallerLeft(logger, context.Request.Path.Value, exchange.Head?.Dendrite.Hotkey);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await replies.WriteAsync(exchange, Fault(exception), gone);
        }
        finally
        {
            bodies.Release(exchange);
        }
    }

    private async Task<AxonAnswer> AnswerAsync(AxonExchange exchange, CancellationToken gone) =>
        await gate.RefuseAsync(exchange, gone)
        ?? await bodies.ReadAsync(exchange, gone)
        ?? await HandleInTurnAsync(exchange, gone);

    private async Task<AxonAnswer> HandleInTurnAsync(AxonExchange exchange, CancellationToken gone)
    {
        AxonRoute route = exchange.Route!;
        double priority = route.Priority?.Invoke(exchange.Caller!) ?? 0;
        TimeSpan patience = Patience(exchange.Head!.Timeout);
        switch (await queue.EnterAsync(priority, patience, gone))
        {
            case QueueOutcome.Crowded:
                return new AxonAnswer(StatusCodes.Status503ServiceUnavailable, "Service is crowded: requests of higher priority fill the queue.");
            case QueueOutcome.TimedOut:
                return TimedOut(patience);
        }
        try
        {
            return await HandleAsync(exchange, route, gone);
        }
        finally
        {
            queue.Leave();
        }
    }

    private async Task<AxonAnswer> HandleAsync(AxonExchange exchange, AxonRoute route, CancellationToken gone)
    {
        Synapse request = exchange.Synapse!;
        using var limit = new CancellationTokenSource(options.MaxHandlerTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        try
        {
            Synapse reply = await route.HandleAsync(request, either.Token);
            reply.Timeout = request.Timeout;
            reply.Dendrite = request.Dendrite;
            exchange.Synapse = reply;
            return AxonAnswer.Success;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            return TimedOut(options.MaxHandlerTime);
        }
        catch (SynapseException refusal)
        {
            return new AxonAnswer(refusal.StatusCode, refusal.Message);
        }
    }

    private AxonAnswer Fault(Exception exception)
    {
        var id = Guid.NewGuid();
        AxonLog.Failed(logger, id, exception);
        return AxonAnswer.ServerError(id);
    }

    private TimeSpan Patience(double? timeoutSeconds) =>
        timeoutSeconds is > 0 and { } seconds && seconds < options.MaxQueueWait.TotalSeconds ? TimeSpan.FromSeconds(seconds) : options.MaxQueueWait;

    private static AxonAnswer TimedOut(TimeSpan limit) =>
        new(StatusCodes.Status408RequestTimeout, $"Response timeout after: {PythonRepr.OfFloat(limit.TotalSeconds)}s");
}
