namespace AudioSubnet.Inference.Quantization;

/// <summary>
/// Where the parts of a quantised matrix lie: the packed weights first, then the scales. Either by rows, as ONNX Runtime's MatMulNBits wants them, with float32
/// scales; or in panels for our own kernels, see <see cref="PanelPacker"/>.
/// </summary>
/// <param name="Rows">Outputs.</param>
/// <param name="Width">Inputs.</param>
/// <param name="Bits">8 or 4.</param>
/// <param name="InPanels">In panels, not by rows.</param>
internal readonly record struct QuantizedLayout(int Rows, int Width, int Bits, bool InPanels)
{
    /// <summary>Outputs of a panel.</summary>
    public const int PanelRows = 16;

    /// <summary>Number of panels; the last may have outputs that are not there.</summary>
    public int Panels => (Rows + PanelRows - 1) / PanelRows;

    /// <summary>Outputs, with those that fill the last panel.</summary>
    public int PackedRows => InPanels ? Panels * PanelRows : Rows;

    /// <summary>Bytes of a scale: a bfloat16 in panels, a float32 in rows.</summary>
    public int ScaleSize => InPanels ? sizeof(ushort) : sizeof(float);

    /// <summary>Blocks of a row.</summary>
    public int Blocks => BlockQuantizer.BlocksOf(Width);

    /// <summary>Bytes of the packed weights of a row.</summary>
    public int RowBytes => Blocks * BlockQuantizer.BlockBytes(Bits);

    /// <summary>Bytes of all packed weights.</summary>
    public long PackedBytes => (long)PackedRows * RowBytes;

    /// <summary>Bytes of all scales.</summary>
    public long ScaleBytes => (long)PackedRows * Blocks * ScaleSize;

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
