using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Bittensor.LocalNet.Node.Rpc;

/// <summary>JSON-RPC 2.0 over a table of methods: single requests and batches, answers in order.</summary>
/// <remarks>Written here rather than taken from StreamJsonRpc, which the client uses: Substrate's subscriptions answer with an id of the
/// server's and notify under it, and the same table serves batches and plain HTTP.</remarks>
internal sealed class RpcDispatcher(IReadOnlyDictionary<string, Func<RpcRequest, JsonNode?>> methods, ILogger logger)
{
    /// <summary>More requests in one batch are refused.</summary>
    private const int MaxBatch = 1000;

    private static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 64 };

    /// <summary>Answers one message; null if it consists of notifications only.</summary>
    /// <param name="message">The JSON text.</param>
    /// <param name="session">The connection for subscriptions; null over HTTP.</param>
    public byte[]? Answer(ReadOnlyMemory<byte> message, RpcSession? session)
    {
        JsonNode? answer;
        try
        {
            using var document = JsonDocument.Parse(message, Parsing);
            answer = document.RootElement.ValueKind == JsonValueKind.Array
                ? AnswerBatch(document.RootElement, session)
                : AnswerOne(document.RootElement, session);
        }
        catch (JsonException)
        {
            answer = RpcText.Error(null, RpcException.ParseError());
        }
        return answer is null ? null : RpcText.Bytes(answer);
    }

    private JsonNode? AnswerBatch(JsonElement batch, RpcSession? session)
    {
        if (batch.GetArrayLength() is 0 or > MaxBatch)
            return RpcText.Error(null, RpcException.InvalidRequest());
        var answers = new JsonArray();
        foreach (JsonElement request in batch.EnumerateArray())
            if (AnswerOne(request, session) is { } answer)
                answers.Add(answer);
        return answers.Count > 0 ? answers : null;
    }

    private JsonObject? AnswerOne(JsonElement request, RpcSession? session)
    {
        if (request.ValueKind != JsonValueKind.Object
            || !request.TryGetProperty("method", out JsonElement method)
            || method.ValueKind != JsonValueKind.String)
            return RpcText.Error(null, RpcException.InvalidRequest());
        bool answered = request.TryGetProperty("id", out JsonElement identifier);
        JsonNode? id = answered && identifier.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? JsonValue.Create(identifier.Clone())
            : null;
        request.TryGetProperty("params", out JsonElement parameters);
        JsonObject answer;
        try
        {
            answer = RpcText.Answer(id, Call(method.GetString()!, parameters, session));
        }
        catch (RpcException exception)
        {
            answer = RpcText.Error(id, exception);
        }
        return answered ? answer : null;
    }

    private JsonNode? Call(string method, JsonElement parameters, RpcSession? session)
    {
        if (!methods.TryGetValue(method, out Func<RpcRequest, JsonNode?>? handler))
            throw RpcException.MethodNotFound(method);
        try
        {
            return handler(new RpcRequest(method, parameters, session));
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            NodeLog.MethodFailed(logger, method, exception);
            throw RpcException.Internal();
        }
    }
}
