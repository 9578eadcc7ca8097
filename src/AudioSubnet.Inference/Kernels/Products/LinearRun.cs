using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>One run of a quantised linear layer, as its threads see it.</summary>
internal unsafe struct LinearRun
{
    /// <summary>Sizes of the matrix.</summary>
    public QuantizedLayout Layout;

    /// <summary>Its weights, see <see cref="PanelPacker"/>.</summary>
    public byte* Weights;

    /// <summary>Their scales, bfloat16.</summary>
    public ushort* Scales;

    /// <summary>Added to the results, [outputs]; may be null.</summary>
    public float* Bias;

    /// <summary>Inputs [rows, blocks], see <see cref="InputBlocks"/>.</summary>
    public byte* X;

    /// <summary>Results [rows, outputs].</summary>
    public float* Y;

    /// <summary>Number of rows.</summary>
    public int Rows;

    /// <summary>Number of threads' parts.</summary>
    public int Parts;

    /// <summary>The weights of a panel.</summary>
    public readonly byte* WeightsOf(int panel) => Weights + (long)panel * QuantizedLayout.PanelRows * Layout.RowBytes;

    /// <summary>The scales of a panel.</summary>
    public readonly ushort* ScalesOf(int panel) => Scales + (long)panel * QuantizedLayout.PanelRows * Layout.Blocks;

    /// <summary>Writes the results of a row and a panel, with the bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(int row, int panel, Vector512<float> sums)
    {
        int column = panel * QuantizedLayout.PanelRows, count = Math.Min(QuantizedLayout.PanelRows, Layout.Rows - column);
        float* target = Y + (long)row * Layout.Rows + column;
        if (count == QuantizedLayout.PanelRows)
            (Bias is null ? sums : sums + Vector512.Load(Bias + column)).Store(target);
        else
            for (int i = 0; i < count; i++)
                target[i] = sums[i] + (Bias is null ? 0 : Bias[column + i]);
    }
}
