using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Runtime;

/// <summary>Reads the runtime's definition (the texts in this project's folder Definition) into metadata: names, indices, types and
/// storage layouts are those of the main network's spec 424, for what the local chain implements.</summary>
internal sealed class RuntimeDefinition
{
    private static readonly string[] Pallets =
        ["System", "Timestamp", "Balances", "TransactionPayment", "SubtensorModule", "Utility", "Sudo", "AdminUtils"];

    private readonly MetadataBuilder _metadata = new();
    private readonly TypeTable _types;
    private readonly IReadOnlyDictionary<string, object> _constants;

    private RuntimeDefinition(IReadOnlyDictionary<string, object> constants)
    {
        _constants = constants;
        _types = new TypeTable(_metadata);
    }

    /// <summary>The metadata.</summary>
    /// <param name="constants">Values of the constants that depend on how the chain runs, by <c>Pallet.Name</c>.</param>
    public static RuntimeMetadata Build(IReadOnlyDictionary<string, object> constants)
    {
        var definition = new RuntimeDefinition(constants);
        foreach (string declaration in Declarations(Lines("types")))
            definition._types.Declare(declaration);
        foreach (string pallet in Pallets)
            definition.AddPallet(Lines(pallet));
        foreach (string line in Lines("extrinsic"))
            definition.AddExtension(new DefinitionText(line));
        definition.AddApis(Lines("apis"));
        return definition._metadata.Build();
    }

    private void AddPallet(IReadOnlyList<string> lines)
    {
        var head = new DefinitionText(lines[0]);
        head.Expect("pallet");
        PalletBuilder pallet = _metadata.Pallet(head.Word(), head.Byte(), head.Word());
        foreach (string line in lines.Skip(1))
        {
            var text = new DefinitionText(line);
            switch (text.Word())
            {
                case "call":
                    AddCall(pallet, text);
                    break;
                case "event":
                    AddEvent(pallet, text);
                    break;
                case "error":
                    byte index = text.Byte();
                    pallet.Error(text.Word(), index, text.Note());
                    break;
                case "storage":
                    AddStorage(pallet, text);
                    break;
                case "constant":
                    AddConstant(pallet, text);
                    break;
                default:
                    throw new FormatException($"The definition of the pallet {pallet.Name} has an unknown line: '{line}'.");
            }
            if (!text.AtEnd)
                throw new FormatException($"The definition of the pallet {pallet.Name} has more than one thing in '{line}'.");
        }
    }

    private void AddCall(PalletBuilder pallet, DefinitionText text)
    {
        byte index = text.Byte();
        string name = text.Word();
        pallet.Call(name, index, [.. _types.Fields(text).Select(field => (field.Name!, field.Type))]);
    }

    private void AddEvent(PalletBuilder pallet, DefinitionText text)
    {
        byte index = text.Byte();
        string name = text.Word();
        IReadOnlyList<TypeField> fields = _types.Fields(text);
        if (fields is [{ Name: not null }, ..])
            pallet.Event(name, index, [.. fields.Select(field => (field.Name!, field.Type))]);
        else
            pallet.TupleEvent(name, index, [.. fields.Select(field => field.Type)]);
    }

    private void AddStorage(PalletBuilder pallet, DefinitionText text)
    {
        string name = text.Word();
        List<(StorageHasher, int)>? keys = text.Take("[") ? text.List("]", () => (Hasher(text.Word()), _types.Id(text))) : null;
        text.Expect("->");
        int value = _types.Id(text);
        object? defaultValue = null;
        if (!text.Take("?"))
        {
            text.Expect("=");
            defaultValue = text.Literal();
        }
        if (keys is null)
            pallet.Value(name, value, defaultValue);
        else
            pallet.Map(name, keys, value, defaultValue);
    }

    private void AddConstant(PalletBuilder pallet, DefinitionText text)
    {
        string name = text.Word();
        text.Expect(":");
        int type = _types.Id(text);
        pallet.Constant(name, type, text.Take("=") ? text.Literal() : _constants[$"{pallet.Name}.{name}"]);
    }

    private void AddExtension(DefinitionText text)
    {
        text.Expect("extension");
        string identifier = text.Word();
        text.Expect(":");
        int extra = _types.Id(text);
        text.Expect("/");
        _metadata.Extension(identifier, extra, _types.Id(text));
    }

    /// <summary>A line <c>api Name</c>, then a line for each of its methods.</summary>
    private void AddApis(IReadOnlyList<string> lines)
    {
        for (int next = 0; next < lines.Count;)
        {
            var head = new DefinitionText(lines[next++]);
            head.Expect("api");
            List<(string, IReadOnlyList<(string, int)>, int)> methods = [];
            for (; next < lines.Count && lines[next][0] == ' '; next++)
                methods.Add(Method(new DefinitionText(lines[next])));
            _metadata.Api(head.Word(), methods);
        }
    }

    private (string Name, IReadOnlyList<(string Name, int Type)> Inputs, int Output) Method(DefinitionText text)
    {
        string name = text.Word();
        text.Expect("(");
        List<(string, int)> inputs = text.List(")", () =>
        {
            string input = text.Word();
            text.Expect(":");
            return (input, _types.Id(text));
        });
        text.Expect("->");
        return (name, inputs, _types.Id(text));
    }

    private static StorageHasher Hasher(string name) => name switch
    {
        "Identity" => StorageHasher.Identity,
        "Twox64Concat" => StorageHasher.Twox64Concat,
        "Blake2_128Concat" => StorageHasher.Blake2b128Concat,
        _ => throw new FormatException($"The runtime definition uses the unknown hasher {name}."),
    };

    /// <summary>Long declarations go on in indented lines.</summary>
    private static IEnumerable<string> Declarations(IEnumerable<string> lines)
    {
        string declaration = "";
        foreach (string line in lines)
        {
            if (line[0] != ' ' && declaration.Length > 0)
            {
                yield return declaration;
                declaration = "";
            }
            declaration += line;
        }
        yield return declaration;
    }

    private static IReadOnlyList<string> Lines(string name)
    {
        using Stream stream = typeof(RuntimeDefinition).Assembly.GetManifestResourceStream($"Bittensor.LocalNet.Runtime.{name}.txt")
            ?? throw new InvalidOperationException($"The runtime definition {name}.txt is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0)];
    }
}
