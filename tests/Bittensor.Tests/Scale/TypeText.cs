using System.Text.Json;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>
/// Reads the type texts of the vectors (<c>Vec&lt;(u8,Compact&lt;u32&gt;)&gt;</c>, JSON for structs and enums) into a type registry.
/// </summary>
internal sealed class TypeText(TypeBuilder types)
{
    private int _nextName;

    public static (TypeRegistry Registry, int Type) Read(string text)
    {
        var builder = new TypeBuilder();
        int type = new TypeText(builder).Parse(text);
        return (new TypeRegistry(builder.Build()), type);
    }

    private int Parse(string text)
    {
        text = text.Trim();
        if (text == "enum{0,1,2}")
            return types.Enum(NextName(), "Zero", "One", "Two");
        if (text.StartsWith('{'))
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return ParseJson(document.RootElement);
        }

        if (text.StartsWith('('))
            return types.Tuple([.. Split(text[1..^1]).Select(Parse)]);
        if (text.StartsWith('['))
        {
            string[] parts = text[1..^1].Split(';');
            return types.Array(uint.Parse(parts[1]), Parse(parts[0]));
        }

        int open = text.IndexOf('<', StringComparison.Ordinal);
        int[] inner = open < 0 || text.StartsWith("BitVec", StringComparison.Ordinal) ? [] : [.. Split(text[(open + 1)..^1]).Select(Parse)];
        return (open < 0 ? text : text[..open]) switch
        {
            "Vec" => types.Vec(inner[0]),
            "Option" => types.Option(inner[0]),
            "Compact" => types.Compact(inner[0]),
            "Result" => types.Result(inner[0], inner[1]),
            "BTreeMap" => types.BTreeMap(inner[0], inner[1]),
            "BTreeSet" => types.BTreeSet(inner[0]),
            "BitVec" => types.BitVec(types.U8),
            "Text" or "String" => types.Text,
            "Bytes" => types.Bytes,
            "Null" => types.Unit,
            "H256" => types.H256,
            string primitive => types.Primitive(Enum.Parse<ScalePrimitive>(primitive, ignoreCase: true)),
        };
    }

    private int ParseJson(JsonElement json)
    {
        if (!json.TryGetProperty("_enum", out JsonElement variants))
            return types.Struct(NextName(), [.. json.EnumerateObject().Select(p => (p.Name, Parse(p.Value.GetString()!)))]);
        return variants.ValueKind == JsonValueKind.Array
            ? types.Enum(NextName(), [.. variants.EnumerateArray().Select(v => v.GetString()!)])
            : types.Enum(NextName(), [.. variants.EnumerateObject().Select((p, i) => ToVariant(p.Name, (byte)i, p.Value.GetString()!))]);
    }

    private TypeVariant ToVariant(string name, byte index, string fields) => fields switch
    {
        "Null" => TypeBuilder.TupleVariant(name, index),
        ['(', .. string list, ')'] => TypeBuilder.TupleVariant(name, index, [.. Split(list).Select(Parse)]),
        _ => TypeBuilder.TupleVariant(name, index, Parse(fields)),
    };

    private static IEnumerable<string> Split(string list)
    {
        int depth = 0;
        int start = 0;
        for (int i = 0; i < list.Length; i++)
        {
            depth += list[i] is '(' or '<' or '[' ? 1 : list[i] is ')' or '>' or ']' ? -1 : 0;
            if (depth == 0 && list[i] == ',')
            {
                yield return list[start..i];
                start = i + 1;
            }
        }

        yield return list[start..];
    }

    private string NextName() => $"vectors::Type{_nextName++}";
}
