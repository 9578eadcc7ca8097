using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bittensor.Wire;

/// <summary>A synapse as one JSON object: the base fields in the protocol's order, then the subclass's in class order.</summary>
internal static class SynapseJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = SynapseShape.MaxDepth };

    /// <summary>Writes the synapse.</summary>
    /// <exception cref="JsonException">A value cannot be written, NaN for example.</exception>
    public static void Write(PooledBuffer output, Synapse synapse, SynapseShape shape)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        WriteBase(writer, synapse);
        writer.Flush();
        foreach (SynapseField field in shape.Fields)
        {
            output.Write(field.Key);
            object? value = field.Get(synapse);
            try
            {
                if (value is float[] samples && field.IsSamples)
                {
                    FloatArrayConverter.WriteValue(output, samples);
                    continue;
                }
                writer.Reset(output);
                JsonSerializer.Serialize(writer, value, field.Json);
                writer.Flush();
            }
            catch (JsonException exception)
            {
                throw new JsonException($"{synapse.Name}.{field.Name}: {exception.Message}", exception);
            }
        }
        output.Write("}"u8);
    }

    /// <summary>
    /// Fills the synapse's fields from JSON, all or none. The base fields, unknown ones and, if only
    /// response fields are wanted, the question's own are passed over.
    /// </summary>
    /// <exception cref="SynapseFormatException">Not JSON, not an object, or a field does not fit.</exception>
    public static void Read(ReadOnlySpan<byte> json, Synapse synapse, SynapseShape shape, bool responseOnly)
    {
        var values = new List<(SynapseField Field, object? Value)>(shape.Fields.Count);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = SynapseShape.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw new SynapseFormatException($"the body is not a JSON object but starts with {reader.TokenType}");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                SynapseField? field = Find(shape, ref reader, responseOnly);
                reader.Read();
                if (field is null)
                    reader.Skip();
                else
                    values.Add((field, ReadValue(ref reader, field)));
            }
            // Nothing may follow the object.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SynapseFormatException($"the body is not JSON: {exception.Message}", inner: exception);
        }
        foreach ((SynapseField field, object? value) in values)
            field.Set(synapse, value);
    }

    /// <summary>The text in the field "message" of an error's body; null if there is none.</summary>
    public static string? ReadMessage(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = SynapseShape.MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The body of an error; <paramref name="detail"/> adds the field that FastAPI's own errors have.</summary>
    public static void WriteError(PooledBuffer output, string message, bool detail)
    {
        using var writer = new Utf8JsonWriter(output, WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("message"u8, message);
        if (detail)
            writer.WriteString("detail"u8, message);
        writer.WriteEndObject();
    }

    private static SynapseField? Find(SynapseShape shape, ref Utf8JsonReader reader, bool responseOnly)
    {
        foreach (SynapseField field in shape.Fields)
            if (reader.ValueTextEquals(field.Utf8Name))
                return responseOnly && !field.IsResponse ? null : field;
        return null;
    }

    private static object? ReadValue(ref Utf8JsonReader reader, SynapseField field)
    {
        try
        {
            return field.IsSamples ? FloatArrayConverter.ReadValue(ref reader) : JsonSerializer.Deserialize(ref reader, field.Json);
        }
        catch (Exception exception) when (!IsSyntaxError(exception) && exception is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new SynapseFormatException($"field {field.Name}: {exception.Message}", field.Name, exception);
        }
    }

    // Broken JSON inside a field is the whole body's fault; the reader's own exception type is not public.
    private static bool IsSyntaxError(Exception exception) =>
        exception is JsonException && (exception.GetType() != typeof(JsonException) || exception.InnerException is JsonException);

    // Opens the object and leaves it open: the subclass's fields follow.
    private static void WriteBase(Utf8JsonWriter writer, Synapse synapse)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, synapse.Name);
        WriteNumber(writer, "timeout"u8, synapse.Timeout);
        writer.WriteNumber("total_size"u8, synapse.TotalSize);
        writer.WriteNumber("header_size"u8, synapse.HeaderSize);
        WriteTerminal(writer, "dendrite"u8, synapse.Dendrite);
        WriteTerminal(writer, "axon"u8, synapse.Axon);
        writer.WriteString("computed_body_hash"u8, "");
    }

    private static void WriteTerminal(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TerminalInfo terminal)
    {
        writer.WriteStartObject(name);
        WriteNumber(writer, "status_code"u8, terminal.StatusCode);
        writer.WriteString("status_message"u8, terminal.StatusMessage);
        WriteNumber(writer, "process_time"u8, terminal.ProcessTime);
        writer.WriteString("ip"u8, terminal.Ip);
        WriteNumber(writer, "port"u8, terminal.Port);
        WriteNumber(writer, "version"u8, terminal.Version);
        WriteNumber(writer, "nonce"u8, terminal.Nonce);
        writer.WriteString("uuid"u8, terminal.Uuid);
        writer.WriteString("hotkey"u8, terminal.Hotkey);
        writer.WriteString("signature"u8, terminal.Signature);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        writer.WritePropertyName(name);
        if (value is { } number && double.IsFinite(number))
            writer.WriteRawValue(PythonRepr.OfFloat(number), skipInputValidation: true);
        else
            writer.WriteNullValue();
    }
}
