namespace Bittensor.Scale.Metadata;

/// <summary>Reads a type registry (scale-info's <c>PortableRegistry</c>).</summary>
internal static class TypeReader
{
    /// <summary>Types whose id is not their position are refused: every reference would go astray.</summary>
    public static TypeDefinition[] Read(ref ScaleReader reader)
    {
        int next = 0;
        return MetadataReader.ReadVector(ref reader, 6, (ref ScaleReader r) => ReadType(ref r, next++));
    }

    private static TypeDefinition ReadType(ref ScaleReader reader, int position)
    {
        int id = MetadataReader.ReadType(ref reader);
        if (id != position)
            throw reader.Fail($"type {position} calls itself {id}");
        return new TypeDefinition(
            id,
            MetadataReader.ReadStrings(ref reader),
            MetadataReader.ReadVector(ref reader, 2, static (ref ScaleReader r) =>
                new TypeParameter(r.ReadString(), MetadataReader.ReadOptionalType(ref r))),
            ReadShape(ref reader),
            MetadataReader.ReadStrings(ref reader));
    }

    private static TypeShape ReadShape(ref ScaleReader reader)
    {
        byte kind = reader.ReadByte();
        return kind switch
        {
            0 => new CompositeShape(ReadFields(ref reader)),
            1 => new VariantShape(MetadataReader.ReadVector(ref reader, 4, static (ref ScaleReader r) => ReadVariant(ref r))),
            2 => new SequenceShape(MetadataReader.ReadType(ref reader)),
            3 => new ArrayShape(reader.ReadUInt32(), MetadataReader.ReadType(ref reader)),
            4 => new TupleShape(MetadataReader.ReadVector(ref reader, 1, static (ref ScaleReader r) => MetadataReader.ReadType(ref r))),
            5 => ReadPrimitive(ref reader),
            6 => new CompactShape(MetadataReader.ReadType(ref reader)),
            7 => new BitSequenceShape(MetadataReader.ReadType(ref reader), MetadataReader.ReadType(ref reader)),
            _ => throw reader.Fail($"a type definition is 0 to 7, not {kind}", 1),
        };
    }

    private static PrimitiveShape ReadPrimitive(ref ScaleReader reader)
    {
        byte primitive = reader.ReadByte();
        return primitive <= (byte)ScalePrimitive.I256
            ? new PrimitiveShape((ScalePrimitive)primitive)
            : throw reader.Fail($"{primitive} is no primitive type", 1);
    }

    private static TypeVariant ReadVariant(ref ScaleReader reader)
    {
        string name = reader.ReadString();
        TypeField[] fields = ReadFields(ref reader);
        return new TypeVariant(name, reader.ReadByte(), fields, MetadataReader.ReadStrings(ref reader));
    }

    private static TypeField[] ReadFields(ref ScaleReader reader) =>
        MetadataReader.ReadVector(ref reader, 4, static (ref ScaleReader r) => new TypeField(
            ReadOptionalString(ref r),
            MetadataReader.ReadType(ref r),
            ReadOptionalString(ref r),
            MetadataReader.ReadStrings(ref r)));

    private static string? ReadOptionalString(ref ScaleReader reader) => reader.ReadOption() ? reader.ReadString() : null;
}
