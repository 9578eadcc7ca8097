namespace Bittensor.Scale.Metadata;

/// <summary>Writes a type registry (scale-info's <c>PortableRegistry</c>).</summary>
internal static class TypeWriter
{
    public static void Write(ScaleWriter writer, IReadOnlyList<TypeDefinition> types) => MetadataWriter.WriteAll(writer, types, WriteType);

    private static void WriteType(ScaleWriter writer, TypeDefinition type)
    {
        MetadataWriter.WriteType(writer, type.Id);
        MetadataWriter.WriteStrings(writer, type.Path);
        MetadataWriter.WriteAll(writer, type.Parameters, static (w, parameter) =>
        {
            w.WriteString(parameter.Name);
            MetadataWriter.WriteOptionalType(w, parameter.Type);
        });
        WriteShape(writer, type.Shape);
        MetadataWriter.WriteStrings(writer, type.Docs);
    }

    internal static void WriteShape(ScaleWriter writer, TypeShape shape)
    {
        switch (shape)
        {
            case CompositeShape composite:
                writer.WriteByte(0);
                WriteFields(writer, composite.Fields);
                break;
            case VariantShape variants:
                writer.WriteByte(1);
                MetadataWriter.WriteAll(writer, variants.Variants, static (w, variant) =>
                {
                    w.WriteString(variant.Name);
                    WriteFields(w, variant.Fields);
                    w.WriteByte(variant.Index);
                    MetadataWriter.WriteStrings(w, variant.Docs);
                });
                break;
            case SequenceShape sequence:
                writer.WriteByte(2);
                MetadataWriter.WriteType(writer, sequence.Element);
                break;
            case ArrayShape array:
                writer.WriteByte(3);
                writer.WriteUInt32(array.Length);
                MetadataWriter.WriteType(writer, array.Element);
                break;
            case TupleShape tuple:
                writer.WriteByte(4);
                MetadataWriter.WriteAll(writer, tuple.Elements, MetadataWriter.WriteType);
                break;
            case PrimitiveShape primitive:
                writer.WriteByte(5);
                writer.WriteByte((byte)primitive.Primitive);
                break;
            case CompactShape compact:
                writer.WriteByte(6);
                MetadataWriter.WriteType(writer, compact.Inner);
                break;
            case BitSequenceShape bits:
                writer.WriteByte(7);
                MetadataWriter.WriteType(writer, bits.Store);
                MetadataWriter.WriteType(writer, bits.Order);
                break;
            default:
                throw new InvalidOperationException($"A {shape.GetType().Name} has no place in a type registry.");
        }
    }

    private static void WriteFields(ScaleWriter writer, IReadOnlyList<TypeField> fields) =>
        MetadataWriter.WriteAll(writer, fields, static (w, field) =>
        {
            WriteOptionalString(w, field.Name);
            MetadataWriter.WriteType(w, field.Type);
            WriteOptionalString(w, field.TypeName);
            MetadataWriter.WriteStrings(w, field.Docs);
        });

    private static void WriteOptionalString(ScaleWriter writer, string? text)
    {
        writer.WriteOption(text is not null);
        if (text is not null)
            writer.WriteString(text);
    }
}
