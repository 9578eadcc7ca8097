namespace AudioSubnet.Inference.Quantization;

/// <summary>Where the parts of a quantised matrix lie: the packed weights first, then the scales.</summary>
/// <param name="Rows">Outputs.</param>
/// <param name="Width">Inputs.</param>
/// <param name="Bits">8 or 4.</param>
internal readonly record struct QuantizedLayout(int Rows, int Width, int Bits)
{
    /// <summary>Blocks of a row.</summary>
    public int Blocks => BlockQuantizer.BlocksOf(Width);

    /// <summary>Bytes of the packed weights of a row.</summary>
    public int RowBytes => Blocks * BlockQuantizer.BlockBytes(Bits);

    /// <summary>Bytes of all packed weights.</summary>
    public long PackedBytes => (long)Rows * RowBytes;

    /// <summary>Bytes of all scales.</summary>
    public long ScaleBytes => (long)Rows * Blocks * sizeof(float);

    /// <summary>Bytes of both.</summary>
    public long TotalBytes => PackedBytes + ScaleBytes;

    /// <summary>Bits of a precision.</summary>
    public static int BitsOf(Precision precision) => precision switch
    {
        Precision.Int8 => 8,
        Precision.Int4 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "Only int8 and int4 are quantised."),
    };
}
