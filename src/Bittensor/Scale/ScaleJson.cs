using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bittensor.Scale;

/// <summary>
/// Values as JSON: integers beyond 2^53 as decimal texts, bytes as 0x-hex, accounts as SS58, enums as <c>"Name"</c> or
/// <c>{"Name": fields}</c>, an absent Option as null. What is written reads back, given the type, to the same value.
/// </summary>
public static class ScaleJson
{
    /// <summary>The largest integer that every JSON reader keeps exactly: 2^53 - 1.</summary>
    private const long MaxSafeInteger = 9007199254740991;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 };

    /// <summary>The value as JSON text.</summary>
    public static string Write(ScaleValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            Write(writer, value);
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>Writes the value as JSON.</summary>
    public static void Write(Utf8JsonWriter writer, ScaleValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case ScaleBool flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case ScaleNumber number when BigInteger.Abs(number.Value) <= MaxSafeInteger:
                writer.WriteNumberValue((long)number.Value);
                break;
            case ScaleNumber number:
                writer.WriteStringValue(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case ScaleText text:
                writer.WriteStringValue(text.Value);
                break;
            case ScaleBytes bytes:
                writer.WriteStringValue("0x" + Convert.ToHexStringLower(bytes.Memory.Span));
                break;
            case ScaleAccount account:
                writer.WriteStringValue(account.Account.ToString());
                break;
            case ScaleSequence sequence:
                writer.WriteStartArray();
                foreach (ScaleValue element in sequence.Elements)
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case ScaleComposite composite:
                writer.WriteStartObject();
                foreach ((string name, ScaleValue field) in composite.Fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case ScaleVariant { Value.IsNull: true } variant:
                writer.WriteStringValue(variant.Name);
                break;
            case ScaleVariant variant:
                writer.WriteStartObject();
                writer.WritePropertyName(variant.Name);
                Write(writer, variant.Value);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>Reads JSON as an untyped value: encoding it by a type settles what texts and objects stand for.</summary>
    /// <exception cref="FormatException">A number that is not an integer.</exception>
    public static ScaleValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => new ScaleBool(true),
        JsonValueKind.False => new ScaleBool(false),
        JsonValueKind.String => new ScaleText(json.GetString()!),
        JsonValueKind.Number => new ScaleNumber(ReadInteger(json.GetRawText())),
        JsonValueKind.Array => new ScaleSequence([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => new ScaleComposite([.. json.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value)))]),
        _ => ScaleValue.Null,
    };

    private static BigInteger ReadInteger(string text) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            ? number
            : throw new FormatException($"{text} is not an integer; SCALE has no fractions.");
}
