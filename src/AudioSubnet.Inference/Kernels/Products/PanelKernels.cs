using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// Kernels that multiply a panel with 1, 2, 4 or 8 rows at once. They are given the panel's weights and scales, the number of its blocks, the first row, the distance of the rows in
/// bytes, and where the sums of the rows go. More rows at once share the decoding of the weights.
/// </summary>
internal readonly unsafe struct PanelKernels(
    delegate*<byte*, ushort*, int, byte*, nint, Vector512<float>*, void> one,
    delegate*<byte*, ushort*, int, byte*, nint, Vector512<float>*, void> two,
    delegate*<byte*, ushort*, int, byte*, nint, Vector512<float>*, void> four,
    delegate*<byte*, ushort*, int, byte*, nint, Vector512<float>*, void> eight)
{
    /// <summary>Computes the outputs of some panels for all rows.</summary>
    /// <param name="run">The layer.</param>
    /// <param name="first">First panel.</param>
    /// <param name="end">Behind the last.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(LinearRun* run, int first, int end)
    {
        Vector512<float>* sums = stackalloc Vector512<float>[8];
        int blocks = run->Layout.Blocks;
        nint stride = (nint)blocks * InputBlocks.SizeOf(run->Layout.Bits);
        for (int panel = first; panel < end; panel++)
        {
            byte* weights = run->WeightsOf(panel);
            ushort* scales = run->ScalesOf(panel);
            for (int row = 0, count; row < run->Rows; row += count)
            {
                int left = run->Rows - row;
                count = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
                var kernel = count switch { 8 => eight, 4 => four, 2 => two, _ => one };
                kernel(weights, scales, blocks, run->X + row * stride, stride, sums);
                for (int i = 0; i < count; i++)
                    run->Store(row + i, panel, sums[i]);
            }
        }
    }
}
