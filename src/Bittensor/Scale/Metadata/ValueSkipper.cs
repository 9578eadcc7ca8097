namespace Bittensor.Scale.Metadata;

/// <summary>
/// Finds the end of a value without building it, checking only what it takes to find it. Each step consumes a byte or is of no length,
/// so it ends soon.
/// </summary>
internal static class ValueSkipper
{
    private const int MaxDepth = 256;

    public static void Skip(TypeRegistry types, ref ScaleReader reader, int id, int depth)
    {
        if (depth > MaxDepth)
            throw reader.Fail($"values are nested deeper than {MaxDepth}");
        if (types.IsEmpty(id))
            return;
        TypeDefinition type = types[id];
        switch (type.Shape)
        {
            case PrimitiveShape { Primitive: ScalePrimitive.Str }:
                reader.ReadByteVector();
                break;
            case PrimitiveShape primitive:
                reader.ReadBytes(FixedBytes(primitive.Primitive));
                break;
            case CompactShape:
                reader.ReadCompactInteger();
                break;
            case CompositeShape composite:
                SkipFields(types, ref reader, composite.Fields, depth);
                break;
            case TupleShape tuple:
                foreach (int element in tuple.Elements)
                    Skip(types, ref reader, element, depth + 1);
                break;
            case SequenceShape sequence:
                SkipElements(types, ref reader, reader.ReadCompactUInt32(), sequence.Element, depth);
                break;
            case ArrayShape array:
                SkipElements(types, ref reader, array.Length, array.Element, depth);
                break;
            case VariantShape variants:
                byte index = reader.ReadByte();
                TypeVariant variant = variants.Find(index) ?? throw reader.Fail($"{type.Name ?? $"type {id}"} has no variant {index}", 1);
                SkipFields(types, ref reader, variant.Fields, depth);
                break;
            case BitSequenceShape bits:
                (int wordBytes, _) = BitLayout.Of(types, bits);
                SkipBytes(ref reader, (reader.ReadCompactUInt32() + (8L * wordBytes) - 1) / (8 * wordBytes) * wordBytes);
                break;
            default:
                throw reader.Fail($"type {id} has no layout");
        }
    }

    private static void SkipFields(TypeRegistry types, ref ScaleReader reader, IReadOnlyList<TypeField> fields, int depth)
    {
        foreach (TypeField field in fields)
            Skip(types, ref reader, field.Type, depth + 1);
    }

    private static void SkipElements(TypeRegistry types, ref ScaleReader reader, uint count, int element, int depth)
    {
        if (types.IsEmpty(element))
            return;
        if (types[element].Shape is PrimitiveShape { Primitive: not ScalePrimitive.Str } primitive)
        {
            SkipBytes(ref reader, (long)count * FixedBytes(primitive.Primitive));
            return;
        }

        for (uint i = 0; i < count; i++)
            Skip(types, ref reader, element, depth + 1);
    }

    private static void SkipBytes(ref ScaleReader reader, long count)
    {
        if (count > reader.Remaining)
            throw reader.Fail($"{count} bytes are needed, {reader.Remaining} are left");
        reader.ReadBytes((int)count);
    }

    private static int FixedBytes(ScalePrimitive primitive) => primitive switch
    {
        ScalePrimitive.Bool => 1,
        ScalePrimitive.Char => 4,
        _ => primitive.Bytes(),
    };
}
