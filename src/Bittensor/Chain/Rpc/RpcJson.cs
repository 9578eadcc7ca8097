using System.Globalization;
using System.Text.Json;

namespace Bittensor.Chain.Rpc;

/// <summary>The forms that nodes give values in JSON: 0x-hex for bytes and for block numbers.</summary>
internal static class RpcJson
{
    public static string Hex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static bool IsNull(JsonElement json) => json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Bytes, or null for null.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static byte[]? Bytes(JsonElement json)
    {
        if (IsNull(json))
            return null;
        if (json.ValueKind != JsonValueKind.String || json.GetString() is not ['0', 'x', .. var digits])
            throw new FormatException("The node's answer is not 0x and hexadecimal digits.");
        return Convert.FromHexString(digits);
    }

    /// <summary>A text, for example a block's hash.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static string Text(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException("The node's answer is no text.");

    /// <summary>A number as nodes write it: decimal, or hex with or without leading zeros.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static ulong Number(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number when json.TryGetUInt64(out ulong number) => number,
        JsonValueKind.String when json.GetString() is ['0', 'x', .. var digits]
            && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number) => number,
        _ => throw new FormatException("The node's answer is no number."),
    };

    /// <summary>The elements of a list.</summary>
    /// <exception cref="FormatException">Not a list.</exception>
    public static IEnumerable<JsonElement> Items(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw new FormatException("The node's answer is no list.");

    /// <summary>A property that must be there.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static JsonElement Property(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"The node's answer has no '{name}'.");

    /// <summary>The number of a header.</summary>
    /// <exception cref="FormatException">Not a header.</exception>
    public static ulong HeaderNumber(JsonElement header) => Number(Property(header, "number"));
}
