namespace Bittensor.Scale.Metadata;

/// <summary>The primitive types of a type registry, numbered as scale-info numbers them.</summary>
public enum ScalePrimitive
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>A Unicode scalar value in four bytes.</summary>
    Char,

    /// <summary>UTF-8 with its length.</summary>
    Str,

    /// <summary>8 bits.</summary>
    U8,

    /// <summary>16 bits.</summary>
    U16,

    /// <summary>32 bits.</summary>
    U32,

    /// <summary>64 bits.</summary>
    U64,

    /// <summary>128 bits.</summary>
    U128,

    /// <summary>256 bits.</summary>
    U256,

    /// <summary>8 bits, signed.</summary>
    I8,

    /// <summary>16 bits, signed.</summary>
    I16,

    /// <summary>32 bits, signed.</summary>
    I32,

    /// <summary>64 bits, signed.</summary>
    I64,

    /// <summary>128 bits, signed.</summary>
    I128,

    /// <summary>256 bits, signed.</summary>
    I256,
}
