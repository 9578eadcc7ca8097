using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bittensor.Wire;

/// <summary>Floating-point numbers as Python writes them (1.0, not 1); NaN and infinities refused, also those that overflow.</summary>
internal sealed class FiniteDoubleConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw new JsonException("expected a finite number");

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (!double.IsFinite(value))
            throw new JsonException($"{value.ToString(CultureInfo.InvariantCulture)} cannot be sent: only finite numbers can");
        writer.WriteRawValue(PythonRepr.OfFloat(value), skipInputValidation: true);
    }
}

/// <summary>The same for single precision.</summary>
internal sealed class FiniteSingleConverter : JsonConverter<float>
{
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out float value) && float.IsFinite(value)
            ? value
            : throw new JsonException("expected a finite number");

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options)
    {
        if (!float.IsFinite(value))
            throw new JsonException($"{value.ToString(CultureInfo.InvariantCulture)} cannot be sent: only finite numbers can");
        writer.WriteRawValue(PythonRepr.Of(value), skipInputValidation: true);
    }
}
