namespace AudioSubnet.Inference.Checkpoints;

/// <summary>Element type of a checkpoint's tensor.</summary>
public enum TensorType
{
    /// <summary>IEEE 754 binary32.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16,

    /// <summary>Signed, 64 bits.</summary>
    Int64,

    /// <summary>Signed, 32 bits.</summary>
    Int32,

    /// <summary>Signed, 16 bits.</summary>
    Int16,

    /// <summary>Signed, 8 bits.</summary>
    Int8,

    /// <summary>Unsigned, 8 bits.</summary>
    UInt8,

    /// <summary>One byte an element, 0 or 1.</summary>
    Boolean,
}
