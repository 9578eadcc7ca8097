using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Bittensor.Chain.Rpc;

/// <summary>JSON-RPC messages as UTF-8 text, without reflection, so that the client also works in trimmed and ahead-of-time compiled programs.</summary>
internal sealed class NodeFormatter : IJsonRpcMessageTextFormatter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Anything but UTF-8.</exception>
    public Encoding Encoding
    {
        get => Utf8;
        set
        {
            if (value is not UTF8Encoding)
                throw new NotSupportedException("Nodes speak UTF-8.");
        }
    }

    /// <inheritdoc/>
    public JsonRpcMessage Deserialize(ReadOnlySequence<byte> contentBuffer, Encoding encoding)
    {
        Encoding = encoding;
        return Deserialize(contentBuffer);
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">Not JSON, or no message of JSON-RPC 2.0.</exception>
    public JsonRpcMessage Deserialize(ReadOnlySequence<byte> contentBuffer)
    {
        var reader = new Utf8JsonReader(contentBuffer);
        JsonElement json = JsonElement.ParseValue(ref reader);
        if (json.ValueKind != JsonValueKind.Object)
            throw new JsonException($"A JSON-RPC message is an object, not {json.ValueKind}.");
        RequestId id = json.TryGetProperty("id", out JsonElement stated) ? ReadId(stated) : default;
        if (json.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String)
            return Request(id, method.GetString()!, json);
        if (json.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
            return new JsonRpcError { RequestId = id, Error = Detail(error) };
        if (json.TryGetProperty("result", out JsonElement result))
            return new JsonRpcResult { RequestId = id, Result = result };
        throw new JsonException("A JSON-RPC message has a method, a result or an error; this one has none.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A parameter that is no text, number, boolean, null, JSON, nor a list or dictionary of such.</exception>
    public void Serialize(IBufferWriter<byte> bufferWriter, JsonRpcMessage message)
    {
        using var writer = new Utf8JsonWriter(bufferWriter);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        switch (message)
        {
            case JsonRpcRequest request:
                if (!request.RequestId.IsEmpty)
                    WriteId(writer, request.RequestId);
                writer.WriteString("method"u8, request.Method);
                writer.WritePropertyName("params"u8);
                WriteValue(writer, request.ArgumentsList ?? request.Arguments ?? Array.Empty<object?>());
                break;
            case JsonRpcResult result:
                WriteId(writer, result.RequestId);
                writer.WritePropertyName("result"u8);
                WriteValue(writer, result.Result);
                break;
            case JsonRpcError error:
                WriteId(writer, error.RequestId);
                writer.WriteStartObject("error"u8);
                writer.WriteNumber("code"u8, (int)(error.Error?.Code ?? JsonRpcErrorCode.InternalError));
                writer.WriteString("message"u8, error.Error?.Message);
                writer.WriteEndObject();
                break;
            default:
                throw new ArgumentException($"A {message.GetType().Name} is no message of JSON-RPC.", nameof(message));
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public object GetJsonText(JsonRpcMessage message)
    {
        var text = new ArrayBufferWriter<byte>();
        Serialize(text, message);
        return Utf8.GetString(text.WrittenSpan);
    }

    private static JsonRpcRequest Request(RequestId id, string method, JsonElement json)
    {
        var request = new JsonRpcRequest { RequestId = id, Method = method };
        if (!json.TryGetProperty("params", out JsonElement parameters))
            return request;
        if (parameters.ValueKind == JsonValueKind.Array)
            request.ArgumentsList = [.. parameters.EnumerateArray().Select(static value => (object?)value)];
        else if (parameters.ValueKind == JsonValueKind.Object)
            request.NamedArguments = Named(parameters);
        return request;
    }

    private static Dictionary<string, object?> Named(JsonElement parameters)
    {
        Dictionary<string, object?> named = new(StringComparer.Ordinal);
        foreach (JsonProperty parameter in parameters.EnumerateObject())
            named[parameter.Name] = parameter.Value;
        return named;
    }

    private static JsonRpcError.ErrorDetail Detail(JsonElement error) => new()
    {
        Code = error.TryGetProperty("code", out JsonElement code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out int number)
            ? (JsonRpcErrorCode)number
            : JsonRpcErrorCode.InternalError,
        Message = error.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String ? message.GetString() : "",
        Data = error.TryGetProperty("data", out JsonElement data) ? data : null,
    };

    private static RequestId ReadId(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.Number when id.TryGetInt64(out long number) => new RequestId(number),
        JsonValueKind.String => new RequestId(id.GetString()),
        JsonValueKind.Null => RequestId.Null,
        _ => throw new JsonException("The id of a JSON-RPC message is a number, a text or null."),
    };

    private static void WriteId(Utf8JsonWriter writer, RequestId id)
    {
        if (id.Number is { } number)
            writer.WriteNumber("id"u8, number);
        else
            writer.WriteString("id"u8, id.String);
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case JsonNode json:
                json.WriteTo(writer);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                writer.WriteRawValue(((IFormattable)value).ToString(format: null, CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case IEnumerable<KeyValuePair<string, object?>> fields:
                writer.WriteStartObject();
                foreach ((string name, object? field) in fields)
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, field);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable elements:
                writer.WriteStartArray();
                foreach (object? element in elements)
                    WriteValue(writer, element);
                writer.WriteEndArray();
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot travel as a parameter: pass it as a JsonElement.", nameof(value));
        }
    }
}
