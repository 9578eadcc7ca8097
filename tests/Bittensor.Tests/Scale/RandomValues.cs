using System.Numerics;
using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>Makes values of any type of a registry, in the form in which the decoder gives them.</summary>
internal sealed class RandomValues(TypeRegistry types, int seed)
{
    private const int Deep = 5;
    private const int TooDeep = 40;

    private readonly Random _random = new(seed);

    /// <summary>A value, or null for a type that has none (an enum without variants).</summary>
    public ScaleValue? Next(int id, int depth = 0)
    {
        if (depth > TooDeep)
            return null;
        TypeDefinition type = types[id];
        switch (type.Shape)
        {
            case CompositeShape when type.Name == "AccountId32":
                return new ScaleAccount(new AccountId(Bytes(32)));
            case CompositeShape when types.IsWideInteger(type):
                return Primitive(ScalePrimitive.U256);
            case CompositeShape { Fields: [{ Name: null } only] }:
                return Next(only.Type, depth + 1);
            case CompositeShape composite:
                return Fields(composite.Fields, depth);
            case TupleShape { Elements.Count: 0 }:
                return ScaleValue.Null;
            case TupleShape tuple:
                return Sequence(tuple.Elements, depth);
            case SequenceShape sequence when IsByte(sequence.Element):
                return new ScaleBytes(Bytes(_random.Next(4)));
            case SequenceShape sequence:
                // One element at most: sets and maps refuse doubles.
                bool empty = depth > Deep || _random.Next(2) == 0;
                return empty || Next(sequence.Element, depth + 1) is not { } element ? new ScaleSequence([]) : new ScaleSequence([element]);
            case ArrayShape array when IsByte(array.Element):
                return new ScaleBytes(Bytes((int)array.Length));
            case ArrayShape array:
                return Sequence([.. Enumerable.Repeat(array.Element, (int)array.Length)], depth);
            case VariantShape variants:
                return Variant(type, variants, depth);
            case CompactShape compact:
                ScaleValue? inner = Next(compact.Inner, depth + 1);
                return inner is ScaleComposite { Fields: [var field] } ? field.Value : inner;
            case BitSequenceShape:
                return new ScaleText(string.Concat(Enumerable.Range(0, _random.Next(20)).Select(_ => _random.Next(2))));
            case PrimitiveShape primitive:
                return Primitive(primitive.Primitive);
            default:
                return null;
        }
    }

    private ScaleValue? Variant(TypeDefinition type, VariantShape variants, int depth)
    {
        // Deep down the variants with the fewest fields, so that calls within calls come to an end.
        IEnumerable<TypeVariant> order = depth > Deep
            ? variants.Variants.OrderBy(v => v.Fields.Count)
            : variants.Variants.OrderBy(_ => _random.Next()).ToArray();
        foreach (TypeVariant variant in order)
        {
            ScaleValue? value = variant.Fields is [{ Name: null } only] ? Next(only.Type, depth + 1) : Fields(variant.Fields, depth);
            if (value is null)
                continue;
            if (type.Path is not ["Option"])
                return new ScaleVariant(variant.Name, value);
            if (variant.Name == "None")
                return ScaleValue.Null;
            return types.MayBeNull(variant.Fields[0].Type) ? new ScaleVariant("Some", value) : value;
        }

        return null;
    }

    private ScaleValue? Fields(IReadOnlyList<TypeField> fields, int depth)
    {
        if (fields.Count == 0)
            return ScaleValue.Null;
        ScaleValue?[] values = [.. fields.Select(f => Next(f.Type, depth + 1))];
        if (values.Contains(null))
            return null;
        return fields[0].Name is null
            ? new ScaleSequence([.. values.OfType<ScaleValue>()])
            : new ScaleComposite([.. fields.Zip(values, (f, v) => KeyValuePair.Create(f.Name!, v!))]);
    }

    private ScaleSequence? Sequence(IReadOnlyList<int> elements, int depth)
    {
        ScaleValue?[] values = [.. elements.Select(e => Next(e, depth + 1))];
        return values.Contains(null) ? null : new ScaleSequence([.. values.OfType<ScaleValue>()]);
    }

    private ScaleValue Primitive(ScalePrimitive primitive)
    {
        if (primitive == ScalePrimitive.Bool)
            return new ScaleBool(_random.Next(2) == 1);
        if (primitive is ScalePrimitive.Str or ScalePrimitive.Char)
            return new ScaleText(primitive == ScalePrimitive.Char ? "𝛕" : "ünï");
        // Small numbers as often as large ones.
        byte[] bytes = Bytes(primitive.Bytes());
        bytes.AsSpan(_random.Next(bytes.Length + 1)).Clear();
        return new ScaleNumber(new BigInteger(bytes, isUnsigned: !primitive.IsSigned()));
    }

    private bool IsByte(int id) => types[id].Shape is PrimitiveShape { Primitive: ScalePrimitive.U8 };

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
