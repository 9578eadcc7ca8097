namespace Bittensor.Scale.Metadata;

/// <summary>How values of a type are shown, where that is more than its shape.</summary>
internal static class TypeFacts
{
    /// <summary>Structs around structs around a value, beyond which nobody looks: what is real has two or three.</summary>
    private const int MaxWrappers = 32;

    /// <summary>A struct with a single unnamed field, other than an account: its value is the field's value.</summary>
    public static bool IsWrapper(this TypeDefinition type, out int inner)
    {
        if (type.Shape is CompositeShape { Fields: [{ Name: null } field] })
        {
            inner = field.Type;
            return true;
        }

        inner = 0;
        return false;
    }

    public static bool IsAccount(this TypeDefinition type) => type.Name == "AccountId32" && type.Shape is CompositeShape;

    /// <summary>The type <c>primitive_types::U256</c>: four words in the metadata, one integer to everybody.</summary>
    public static bool IsWideInteger(this TypeRegistry types, TypeDefinition type) =>
        type.Name == "U256" && type.IsWrapper(out int inner) && types[inner].Shape is ArrayShape { Length: 4 } array
        && types[array.Element].Shape is PrimitiveShape { Primitive: ScalePrimitive.U64 };

    public static bool IsOption(this TypeDefinition type, out TypeVariant some)
    {
        if (type.Path is ["Option"] && type.Shape is VariantShape variants && variants.Find("Some") is { Fields.Count: 1, Index: 1 } found)
        {
            some = found;
            return true;
        }

        some = null!;
        return false;
    }

    /// <summary>True if the byte type u8 stands behind the id.</summary>
    public static bool IsByte(this TypeRegistry types, int id) => types[id].Shape is PrimitiveShape { Primitive: ScalePrimitive.U8 };

    /// <summary>True if a value of the type may be <see cref="ScaleNull"/>, so that an Option of it needs to name its variant.</summary>
    public static bool MayBeNull(this TypeRegistry types, int id)
    {
        TypeDefinition type = types[id];
        for (int i = 0; i < MaxWrappers && type.IsWrapper(out int inner) && !type.IsAccount(); i++)
            type = types[inner];
        return type.IsOption(out _) || type.Shape is TupleShape { Elements.Count: 0 } or CompositeShape { Fields.Count: 0 };
    }

    /// <summary>The unsigned integer that a compact form is of, through any wrapping structs; null for the unit type.</summary>
    /// <exception cref="FormatException">There is no unsigned integer behind it.</exception>
    public static ScalePrimitive? CompactOf(this TypeRegistry types, int id)
    {
        TypeDefinition type = types[id];
        for (int i = 0; i < MaxWrappers && type.Shape is CompositeShape { Fields: [var only] }; i++)
            type = types[only.Type];
        return type.Shape switch
        {
            PrimitiveShape { Primitive: >= ScalePrimitive.U8 and <= ScalePrimitive.U256 } primitive => primitive.Primitive,
            TupleShape { Elements.Count: 0 } or CompositeShape { Fields.Count: 0 } => null,
            _ => throw new FormatException($"Type {id} ({types.NameOf(id)}) has no compact form."),
        };
    }

    /// <summary>Bytes of an integer type; 0 for the others.</summary>
    public static int Bytes(this ScalePrimitive primitive) => primitive switch
    {
        ScalePrimitive.U8 or ScalePrimitive.I8 => 1,
        ScalePrimitive.U16 or ScalePrimitive.I16 => 2,
        ScalePrimitive.U32 or ScalePrimitive.I32 => 4,
        ScalePrimitive.U64 or ScalePrimitive.I64 => 8,
        ScalePrimitive.U128 or ScalePrimitive.I128 => 16,
        ScalePrimitive.U256 or ScalePrimitive.I256 => 32,
        _ => 0,
    };

    public static bool IsSigned(this ScalePrimitive primitive) => primitive >= ScalePrimitive.I8;
}
