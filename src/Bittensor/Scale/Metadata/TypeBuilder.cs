using System.Globalization;

namespace Bittensor.Scale.Metadata;

/// <summary>
/// Collects the types of a runtime that is described in code. Each method yields a type's id; asking for the same type twice yields the
/// same id. Paths are those of the source code (<c>sp_core::crypto::AccountId32</c>), since clients recognise some types by them.
/// </summary>
public sealed class TypeBuilder
{
    private readonly List<TypeDefinition?> _types = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);

    /// <summary>The primitive bool.</summary>
    public int Bool => Primitive(ScalePrimitive.Bool);

    /// <summary>The primitive string.</summary>
    public int Text => Primitive(ScalePrimitive.Str);

    /// <summary>The primitive u8.</summary>
    public int U8 => Primitive(ScalePrimitive.U8);

    /// <summary>The primitive u16.</summary>
    public int U16 => Primitive(ScalePrimitive.U16);

    /// <summary>The primitive u32.</summary>
    public int U32 => Primitive(ScalePrimitive.U32);

    /// <summary>The primitive u64.</summary>
    public int U64 => Primitive(ScalePrimitive.U64);

    /// <summary>The primitive u128.</summary>
    public int U128 => Primitive(ScalePrimitive.U128);

    /// <summary>The unit type.</summary>
    public int Unit => Tuple();

    /// <summary><c>Vec&lt;u8&gt;</c>.</summary>
    public int Bytes => Vec(U8);

    /// <summary>An account: <c>sp_core::crypto::AccountId32</c>.</summary>
    public int AccountId => Wrapper("sp_core::crypto::AccountId32", Array(32, U8));

    /// <summary>A 32-byte hash: <c>primitive_types::H256</c>.</summary>
    public int H256 => Wrapper("primitive_types::H256", Array(32, U8));

    /// <summary>A primitive type.</summary>
    public int Primitive(ScalePrimitive primitive) => Anonymous($"primitive {primitive}", () => new PrimitiveShape(primitive));

    /// <summary>A vector.</summary>
    public int Vec(int element) => Anonymous($"vec {element}", () => new SequenceShape(element));

    /// <summary>An array.</summary>
    public int Array(uint length, int element) => Anonymous($"array {length} {element}", () => new ArrayShape(length, element));

    /// <summary>A tuple.</summary>
    public int Tuple(params IReadOnlyList<int> elements) =>
        Anonymous($"tuple {string.Join(' ', elements)}", () => new TupleShape([.. elements]));

    /// <summary>An unsigned integer, or a struct around one, in compact form.</summary>
    public int Compact(int inner) => Anonymous($"compact {inner}", () => new CompactShape(inner));

    /// <summary>An Option.</summary>
    public int Option(int inner) => Named("Option", [new TypeParameter("T", inner)], () => new VariantShape(
        [new TypeVariant("None", 0, [], []), new TypeVariant("Some", 1, [Field(null, inner)], [])]));

    /// <summary>A Result.</summary>
    public int Result(int ok, int error) => Named("Result", [new TypeParameter("T", ok), new TypeParameter("E", error)], () =>
        new VariantShape([new TypeVariant("Ok", 0, [Field(null, ok)], []), new TypeVariant("Err", 1, [Field(null, error)], [])]));

    /// <summary>A map, ordered by key.</summary>
    public int BTreeMap(int key, int value) => Named("BTreeMap", [new TypeParameter("K", key), new TypeParameter("V", value)], () =>
        new CompositeShape([Field(null, Vec(Tuple(key, value)))]));

    /// <summary>A set, ordered.</summary>
    public int BTreeSet(int element) => Named("BTreeSet", [new TypeParameter("T", element)], () =>
        new CompositeShape([Field(null, Vec(element))]));

    /// <summary>Bits in words of <paramref name="store"/> whose lowest bit comes first.</summary>
    public int BitVec(int store) => Anonymous($"bits {store}", () => new BitSequenceShape(store, Struct("bitvec::order::Lsb0")));

    /// <summary>A struct around one unnamed field.</summary>
    public int Wrapper(string path, int inner) => Named(path, [], () => new CompositeShape([Field(null, inner)]));

    /// <summary>A struct of named fields.</summary>
    public int Struct(string path, params IReadOnlyList<(string Name, int Type)> fields) =>
        Named(path, [], () => new CompositeShape([.. fields.Select(f => Field(f.Name, f.Type))]));

    /// <summary>An enum of variants without fields, numbered from 0.</summary>
    public int Enum(string path, params IReadOnlyList<string> names) =>
        Named(path, [], () => new VariantShape([.. names.Select((name, i) => new TypeVariant(name, checked((byte)i), [], []))]));

    /// <summary>An enum.</summary>
    public int Enum(string path, IReadOnlyList<TypeVariant> variants) => Named(path, [], () => new VariantShape([.. variants]));

    /// <summary>The extrinsic's era: <c>sp_runtime::generic::era::Era</c>, two bytes shown as 255 variants of one byte each.</summary>
    public int Era() => Enum("sp_runtime::generic::era::Era",
    [
        new TypeVariant("Immortal", 0, [], []),
        .. Enumerable.Range(1, 255).Select(i => TupleVariant($"Mortal{i}", (byte)i, U8)),
    ]);

    /// <summary>An id for a type that is defined later, for types that refer to each other.</summary>
    /// <exception cref="InvalidOperationException">The path is taken.</exception>
    public int Reserve(string path)
    {
        if (!_byKey.TryAdd(Key(path, []), _types.Count))
            throw new InvalidOperationException($"The type {path} is there already.");
        _types.Add(null);
        return _types.Count - 1;
    }

    /// <summary>Defines a reserved type, or any type with generic parameters.</summary>
    /// <param name="path">The path, as it was reserved.</param>
    /// <param name="shape">The layout.</param>
    /// <param name="parameters">Generic parameters.</param>
    public int Define(string path, TypeShape shape, params IReadOnlyList<TypeParameter> parameters)
    {
        bool isReserved = _byKey.TryGetValue(Key(path, []), out int reserved) && _types[reserved] is null;
        return isReserved ? Fill(reserved, path, parameters, shape) : Named(path, parameters, () => shape);
    }

    /// <summary>A field of a variant or struct.</summary>
    public static TypeField Field(string? name, int type) => new(name, type, null, []);

    /// <summary>A variant of an enum, with named fields.</summary>
    public static TypeVariant Variant(string name, byte index, params IReadOnlyList<(string Name, int Type)> fields) =>
        new(name, index, [.. fields.Select(f => Field(f.Name, f.Type))], []);

    /// <summary>A variant of an enum, with unnamed fields.</summary>
    public static TypeVariant TupleVariant(string name, byte index, params IReadOnlyList<int> fields) =>
        new(name, index, [.. fields.Select(type => Field(null, type))], []);

    /// <summary>All types, by id.</summary>
    /// <exception cref="InvalidOperationException">A reserved type was never defined.</exception>
    public IReadOnlyList<TypeDefinition> Build() =>
        [.. _types.Select((type, i) => type ?? throw NeverDefined(i))];

    private InvalidOperationException NeverDefined(int id) =>
        new($"The type {_byKey.First(k => k.Value == id).Key} was reserved and never defined.");

    private int Anonymous(string key, Func<TypeShape> shape) => _byKey.TryGetValue(key, out int known) ? known : Add(key, [], [], shape());

    private int Named(string path, IReadOnlyList<TypeParameter> parameters, Func<TypeShape> shape)
    {
        string key = Key(path, parameters);
        if (!_byKey.TryGetValue(key, out int known))
            return Add(key, path.Split("::"), parameters, shape());
        if (_types[known] is not { } definition)
            return Fill(known, path, parameters, shape());
        return SameLayout(definition.Shape, shape())
            ? known
            : throw new InvalidOperationException($"The type {path} is there already, with another layout.");
    }

    private int Add(string key, string[] path, IReadOnlyList<TypeParameter> parameters, TypeShape shape)
    {
        int id = _types.Count;
        _types.Add(new TypeDefinition(id, path, parameters, shape, []));
        _byKey.Add(key, id);
        return id;
    }

    private int Fill(int reserved, string path, IReadOnlyList<TypeParameter> parameters, TypeShape shape)
    {
        _types[reserved] = new TypeDefinition(reserved, path.Split("::"), parameters, shape, []);
        return reserved;
    }

    private static bool SameLayout(TypeShape left, TypeShape right)
    {
        using var a = new ScaleWriter();
        using var b = new ScaleWriter();
        TypeWriter.WriteShape(a, left);
        TypeWriter.WriteShape(b, right);
        return a.Written.SequenceEqual(b.Written);
    }

    private static string Key(string path, IReadOnlyList<TypeParameter> parameters) =>
        $"path {path} {string.Join(' ', parameters.Select(p => p.Type))}";
}
