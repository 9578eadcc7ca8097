using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Runtime;

/// <summary>Gives ids to type expressions such as <c>Vec&lt;(u16, AccountId32)&gt;</c> over the declared structs and enums.</summary>
internal sealed class TypeTable(MetadataBuilder metadata)
{
    private readonly Dictionary<string, (string Kind, string Path, DefinitionText Body)> _declarations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal)
    {
        ["RuntimeCall"] = metadata.RuntimeCall,
        ["RuntimeEvent"] = metadata.RuntimeEvent,
        ["UncheckedExtrinsic"] = metadata.Types.Reserve("sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic"),
        ["MultiAddress"] = metadata.MultiAddress,
        ["Era"] = metadata.Types.Era(),
    };

    /// <summary>Takes a declaration such as <c>struct pallet::Name { field: u16 }</c>; it becomes a type when it is first used.</summary>
    public void Declare(string declaration)
    {
        var text = new DefinitionText(declaration);
        string kind = text.Word();
        string path = text.Word();
        _declarations.Add(path.Split("::")[^1], (kind, path, text));
    }

    /// <summary>The id of the type expression that comes next.</summary>
    public int Id(DefinitionText text)
    {
        TypeBuilder types = metadata.Types;
        if (text.Take("("))
            return types.Tuple(text.List(")", () => Id(text)));
        if (text.Take("["))
        {
            int element = Id(text);
            text.Expect(";");
            uint length = text.Number();
            text.Expect("]");
            return types.Array(length, element);
        }
        string name = text.Word();
        List<int> arguments = text.Take("<") ? text.List(">", () => Id(text)) : [];
        return (name, arguments) switch
        {
            ("Vec", [int element]) => types.Vec(element),
            ("Compact", [int inner]) => types.Compact(inner),
            ("Option", [int inner]) => types.Option(inner),
            ("Result", [int ok, int error]) => types.Result(ok, error),
            (_, []) => Named(name),
            _ => throw new FormatException($"The runtime definition gives {arguments.Count} parameters to the type {name}."),
        };
    }

    /// <summary>Fields in braces or parentheses, or none.</summary>
    public IReadOnlyList<TypeField> Fields(DefinitionText text)
    {
        if (text.Take("("))
            return text.List(")", () => TypeBuilder.Field(null, Id(text)));
        if (!text.Take("{"))
            return [];
        return text.List("}", () =>
        {
            string name = text.Word();
            text.Expect(":");
            return TypeBuilder.Field(name, Id(text));
        });
    }

    private int Named(string name)
    {
        if (_named.TryGetValue(name, out int known))
            return known;
        return _named[name] = Enum.TryParse(name, ignoreCase: true, out ScalePrimitive primitive)
            ? metadata.Types.Primitive(primitive)
            : Declared(name);
    }

    private int Declared(string name)
    {
        if (!_declarations.TryGetValue(name, out (string Kind, string Path, DefinitionText Body) declaration))
            throw new FormatException($"The runtime definition uses the type {name} and does not declare it.");
        List<TypeParameter> parameters = declaration.Body.Take("<") ? declaration.Body.List(">", () => Parameter(declaration.Body)) : [];
        TypeShape shape = declaration.Kind == "struct"
            ? new CompositeShape(Fields(declaration.Body))
            : new VariantShape(Variants(declaration.Body));
        return metadata.Types.Define(declaration.Path, shape, parameters);
    }

    /// <summary>A generic parameter such as <c>T = H256</c>. Only those that clients look at are declared.</summary>
    private TypeParameter Parameter(DefinitionText text)
    {
        string name = text.Word();
        text.Expect("=");
        return new TypeParameter(name, Id(text));
    }

    /// <summary>Variants in braces, numbered from 0 unless a number is given.</summary>
    private List<TypeVariant> Variants(DefinitionText text)
    {
        int next = 0;
        text.Expect("{");
        return text.List("}", () =>
        {
            string name = text.Word();
            IReadOnlyList<TypeField> fields = Fields(text);
            byte index = text.Take("=") ? text.Byte() : checked((byte)next);
            next = index + 1;
            return new TypeVariant(name, index, fields, []);
        });
    }
}
