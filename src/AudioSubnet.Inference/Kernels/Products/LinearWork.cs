using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>One run of a quantised linear layer, as its threads see it.</summary>
internal unsafe struct LinearWork
{
    public QuantizedLayout Layout;
    public float* X;
    public nint Stride;
    public byte* Weights;
    public ushort* Scales;
    public float* Bias;
    public float* Y;
    public int Rows;
    public int Parts;

    /// <summary>A panel's weights.</summary>
    public readonly PanelView Panel<T>(int panel)
        where T : IPanelWeights
    {
        long block = (long)panel * Layout.Blocks;
        return new(Weights + block * T.BlockBytes, Scales + block * QuantizedLayout.PanelRows, Layout.Blocks);
    }

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
