using System.Numerics;
using System.Text;

namespace Bittensor.Scale.Metadata;

/// <summary>
/// Decodes one value by its type. A budget of values in proportion to the input bounds memory and time even where the types take
/// no bytes (arrays of units), and the depth is bounded, so neither hostile bytes nor hostile types do harm.
/// </summary>
internal struct ValueDecoder(TypeRegistry types, int inputLength)
{
    /// <summary>Nesting deeper than this is refused; Substrate's own limit for extrinsics.</summary>
    private const int MaxDepth = 256;

    private long _budget = 4096 + (4L * inputLength);

    public ScaleValue Read(ref ScaleReader reader, int type) => Read(ref reader, type, depth: 0);

    private ScaleValue Read(ref ScaleReader reader, int id, int depth)
    {
        if (depth > MaxDepth)
            throw reader.Fail($"values are nested deeper than {MaxDepth}");
        TypeDefinition type = types[id];
        if (type.IsAccount() && TryReadAccount(ref reader, type) is { } account)
            return account;
        if (types.IsWideInteger(type))
            return new ScaleNumber(reader.ReadInteger(ScalePrimitive.U256.Bytes(), signed: false));
        if (type.IsWrapper(out int inner))
            return Read(ref reader, inner, depth + 1);
        if (--_budget < 0)
            throw reader.Fail("the bytes stand for far more values than they could hold");
        return type.Shape switch
        {
            PrimitiveShape primitive => ReadPrimitive(ref reader, primitive.Primitive),
            CompactShape compact => ReadCompact(ref reader, compact.Inner),
            CompositeShape composite => ReadFields(ref reader, composite.Fields, depth),
            TupleShape { Elements.Count: 0 } => ScaleValue.Null,
            TupleShape tuple => ReadTuple(ref reader, tuple, depth),
            SequenceShape sequence when types.IsByte(sequence.Element) => new ScaleBytes(reader.ReadByteVector().ToArray()),
            SequenceShape sequence => ReadElements(ref reader, reader.ReadCompactUInt32(), sequence.Element, depth),
            ArrayShape array when types.IsByte(array.Element) => ReadByteArray(ref reader, array.Length),
            ArrayShape array => ReadElements(ref reader, array.Length, array.Element, depth),
            VariantShape variants => ReadVariant(ref reader, type, variants, depth),
            BitSequenceShape bits => ReadBits(ref reader, bits),
            _ => throw reader.Fail($"type {id} has no layout"),
        };
    }

    private readonly ScaleAccount? TryReadAccount(ref ScaleReader reader, TypeDefinition type) =>
        type.IsWrapper(out int inner)
        && types[inner].Shape is ArrayShape { Length: Crypto.AccountId.Length } array
        && types.IsByte(array.Element)
            ? new ScaleAccount(reader.ReadAccountId())
            : null;

    private static ScaleValue ReadPrimitive(ref ScaleReader reader, ScalePrimitive primitive) => primitive switch
    {
        ScalePrimitive.Bool => reader.ReadBool() ? ScaleBool.True : ScaleBool.False,
        ScalePrimitive.Str => new ScaleText(reader.ReadString()),
        ScalePrimitive.Char => ReadChar(ref reader),
        ScalePrimitive.U8 => new ScaleNumber(reader.ReadByte()),
        ScalePrimitive.U16 => new ScaleNumber(reader.ReadUInt16()),
        ScalePrimitive.U32 => new ScaleNumber(reader.ReadUInt32()),
        ScalePrimitive.U64 => new ScaleNumber(reader.ReadUInt64()),
        _ => new ScaleNumber(reader.ReadInteger(primitive.Bytes(), primitive.IsSigned())),
    };

    private static ScaleText ReadChar(ref ScaleReader reader)
    {
        uint code = reader.ReadUInt32();
        return Rune.TryCreate(code, out Rune rune) ? new ScaleText(rune.ToString()) : throw reader.Fail($"{code} is no character", 4);
    }

    private readonly ScaleValue ReadCompact(ref ScaleReader reader, int inner)
    {
        if (types.CompactOf(inner) is not { } primitive)
            return ScaleValue.Null;
        int start = reader.Position;
        BigInteger value = reader.ReadCompactInteger();
        int bytes = primitive.Bytes();
        return value.GetByteCount(isUnsigned: true) <= bytes
            ? new ScaleNumber(value)
            : throw reader.Fail($"a compact integer of {value} does not fit u{8 * bytes}", reader.Position - start);
    }

    private ScaleValue ReadFields(ref ScaleReader reader, IReadOnlyList<TypeField> fields, int depth)
    {
        if (fields.Count == 0)
            return ScaleValue.Null;
        if (fields[0].Name is null)
        {
            var elements = new ScaleValue[fields.Count];
            for (int i = 0; i < elements.Length; i++)
                elements[i] = Read(ref reader, fields[i].Type, depth + 1);
            return new ScaleSequence(elements);
        }

        var named = new KeyValuePair<string, ScaleValue>[fields.Count];
        for (int i = 0; i < named.Length; i++)
            named[i] = KeyValuePair.Create(fields[i].Name ?? $"{i}", Read(ref reader, fields[i].Type, depth + 1));
        return new ScaleComposite(named);
    }

    private ScaleSequence ReadTuple(ref ScaleReader reader, TupleShape tuple, int depth)
    {
        var elements = new ScaleValue[tuple.Elements.Count];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = Read(ref reader, tuple.Elements[i], depth + 1);
        return new ScaleSequence(elements);
    }

    private ScaleSequence ReadElements(ref ScaleReader reader, uint count, int element, int depth)
    {
        // The list grows with what is really there: the announced count alone allocates next to nothing.
        var elements = new List<ScaleValue>((int)Math.Min(count, 64));
        for (uint i = 0; i < count; i++)
            elements.Add(Read(ref reader, element, depth + 1));
        return new ScaleSequence(elements);
    }

    private static ScaleBytes ReadByteArray(ref ScaleReader reader, uint length) => length <= int.MaxValue
        ? new ScaleBytes(reader.ReadBytes((int)length).ToArray())
        : throw reader.Fail($"an array of {length} bytes is announced");

    private ScaleValue ReadVariant(ref ScaleReader reader, TypeDefinition type, VariantShape variants, int depth)
    {
        byte index = reader.ReadByte();
        TypeVariant variant = variants.Find(index) ?? throw reader.Fail($"{type.Name ?? $"type {type.Id}"} has no variant {index}", 1);
        if (type.IsOption(out TypeVariant some))
        {
            if (index != some.Index)
                return ScaleValue.Null;
            int inner = some.Fields[0].Type;
            ScaleValue value = Read(ref reader, inner, depth + 1);
            return types.MayBeNull(inner) ? new ScaleVariant(some.Name, value) { Index = index } : value;
        }

        ScaleValue fields = variant.Fields is [{ Name: null } only]
            ? Read(ref reader, only.Type, depth + 1)
            : ReadFields(ref reader, variant.Fields, depth);
        return new ScaleVariant(variant.Name, fields) { Index = index };
    }

    private readonly ScaleText ReadBits(ref ScaleReader reader, BitSequenceShape shape)
    {
        (int wordBytes, bool lowestFirst) = BitLayout.Of(types, shape);
        uint count = reader.ReadCompactUInt32();
        long bytes = (count + (8L * wordBytes) - 1) / (8 * wordBytes) * wordBytes;
        if (bytes > reader.Remaining)
            throw reader.Fail($"{count} bits are announced with {reader.Remaining} bytes left");
        ReadOnlySpan<byte> data = reader.ReadBytes((int)bytes);
        char[] text = new char[count];
        for (int i = 0; i < text.Length; i++)
            text[i] = (data[BitLayout.ByteOf(i, wordBytes, lowestFirst)] & BitLayout.MaskOf(i, lowestFirst)) != 0 ? '1' : '0';
        return new ScaleText(new string(text));
    }
}
