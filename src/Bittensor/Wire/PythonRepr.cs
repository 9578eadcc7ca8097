using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Bittensor.Wire;

/// <summary>
/// Python's <c>str()</c> of JSON-like values, which the body hash is made of: None, True, 1.0, [1, 2], {'a': "it's"}.
/// A bare string is itself; strings inside containers are repr()ed as CPython does.
/// </summary>
internal static class PythonRepr
{
    private const int MaxDepth = 64;

    /// <summary>Python's <c>str(value)</c>. Takes null, booleans, numbers, strings, <see cref="JsonElement"/>, dictionaries with string keys and sequences.</summary>
    /// <exception cref="NotSupportedException">The value has a type that Python's JSON does not know, or is nested too deeply.</exception>
    public static string Of(object? value)
    {
        switch (value)
        {
            case string text:
                return text;
            case JsonElement { ValueKind: JsonValueKind.String } element:
                return element.GetString()!;
            default:
                var builder = new StringBuilder();
                Append(builder, value, 0);
                return builder.ToString();
        }
    }

    /// <summary>Python's repr of a float: shortest round trip, with an exponent from 1e16 up and below 1e-4.</summary>
    public static string OfFloat(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        return Layout(value.ToString("R", CultureInfo.InvariantCulture));
    }

    // Lays the digits of .NET's shortest round trip out as Python does.
    private static string Layout(string shortest)
    {
        string sign = shortest.StartsWith('-') ? "-" : "";
        string mantissa = shortest[sign.Length..];
        int exponent = 0;
        if (mantissa.IndexOf('E', StringComparison.Ordinal) is >= 0 and int mark)
        {
            exponent = int.Parse(mantissa.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? mantissa.Length : point;
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        // value = 0.digits × 10^scale
        int scale = whole + exponent - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
            return sign + "0.0";
        if (scale is > 16 or <= -4)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(scale > 0 ? '+' : '-')}{Math.Abs(scale - 1):00}";
        }
        if (scale <= 0)
            return $"{sign}0.{new string('0', -scale)}{digits}";
        return digits.Length <= scale
            ? $"{sign}{digits}{new string('0', scale - digits.Length)}.0"
            : $"{sign}{digits[..scale]}.{digits[scale..]}";
    }

    private static void Append(StringBuilder builder, object? value, int depth)
    {
        if (depth > MaxDepth)
            throw new NotSupportedException($"A value nested deeper than {MaxDepth} has no body hash.");
        switch (value)
        {
            case null:
                builder.Append("None");
                break;
            case bool truth:
                builder.Append(truth ? "True" : "False");
                break;
            case string text:
                AppendQuoted(builder, text);
                break;
            case double number:
                builder.Append(OfFloat(number));
                break;
            case float number:
                builder.Append(float.IsFinite(number) ? Layout(number.ToString("R", CultureInfo.InvariantCulture)) : OfFloat(number));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                builder.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case JsonElement element:
                AppendJson(builder, element, depth);
                break;
            case IDictionary map:
                AppendMap(builder, map, depth);
                break;
            case IEnumerable items:
                AppendItems(builder, items, depth);
                break;
            default:
                throw new NotSupportedException($"A body hash cannot cover a value of type {value.GetType().Name}: use JSON-like types.");
        }
    }

    private static void AppendItems(StringBuilder builder, IEnumerable items, int depth)
    {
        builder.Append('[');
        string separator = "";
        foreach (object? item in items)
        {
            builder.Append(separator);
            Append(builder, item, depth + 1);
            separator = ", ";
        }
        builder.Append(']');
    }

    private static void AppendMap(StringBuilder builder, IDictionary map, int depth)
    {
        builder.Append('{');
        string separator = "";
        foreach (DictionaryEntry entry in map)
        {
            builder.Append(separator);
            AppendQuoted(builder, entry.Key as string ?? throw new NotSupportedException("A body hash covers only dictionaries with text keys."));
            builder.Append(": ");
            Append(builder, entry.Value, depth + 1);
            separator = ", ";
        }
        builder.Append('}');
    }

    private static void AppendJson(StringBuilder builder, JsonElement element, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                builder.Append("None");
                break;
            case JsonValueKind.True:
                builder.Append("True");
                break;
            case JsonValueKind.False:
                builder.Append("False");
                break;
            case JsonValueKind.String:
                AppendQuoted(builder, element.GetString()!);
                break;
            case JsonValueKind.Number:
                string text = element.GetRawText();
                // Python reads a number without point and exponent as int, of any size; "-0" is the int 0.
                builder.Append(text.AsSpan().ContainsAny('.', 'e', 'E') ? OfFloat(element.GetDouble()) : text is "-0" ? "0" : text);
                break;
            case JsonValueKind.Array:
                AppendItems(builder, element.EnumerateArray(), depth);
                break;
            default:
                // A name that occurs twice keeps its first place and its last value, as in a Python dict.
                var map = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
                foreach (JsonProperty property in element.EnumerateObject())
                    map[property.Name] = property.Value;
                AppendMap(builder, map, depth);
                break;
        }
    }

    private static void AppendQuoted(StringBuilder builder, string text)
    {
        char quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        builder.Append(quote);
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    builder.Append(@"\\");
                    break;
                case '\t':
                    builder.Append(@"\t");
                    break;
                case '\n':
                    builder.Append(@"\n");
                    break;
                case '\r':
                    builder.Append(@"\r");
                    break;
                case int value when value == quote:
                    builder.Append('\\').Append(quote);
                    break;
                case int value when IsPrintable(rune):
                    builder.Append(rune.ToString());
                    break;
                case int value:
                    builder.Append(value <= 0xFF ? $"\\x{value:x2}" : value <= 0xFFFF ? $"\\u{value:x4}" : $"\\U{value:x8}");
                    break;
            }
        }
        builder.Append(quote);
    }

    // CPython's str.isprintable: not "Other" nor "Separator", except the space.
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
