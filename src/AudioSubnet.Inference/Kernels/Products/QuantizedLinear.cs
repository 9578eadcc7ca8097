using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// A linear layer with quantised weights: x [.., width], packed and scales of <see cref="PanelPacker"/>, and if there a bias [outputs], to [.., outputs]. The weights are read where
/// they lie, in the mapped cache file: nothing is copied or packed again.
/// </summary>
internal sealed unsafe class QuantizedLinear : OperatorKernel
{
    private readonly QuantizedLayout _layout;

    private QuantizedLinear(NodeInfo node) =>
        _layout = new(node.Integer("outputs"), node.Integer("width"), node.Integer("bits"), InPanels: true);

    /// <summary>The operator, with attributes "width", "outputs" and "bits".</summary>
    public static CustomOperator Operator { get; } = new(
        nameof(QuantizedLinear), [TensorType.Float32, TensorType.UInt8, TensorType.BFloat16, TensorType.Float32], Optional: 1, [TensorType.Float32],
        static node => new QuantizedLinear(node));

    /// <inheritdoc/>
    public override void Compute(KernelContext context)
    {
        TensorView x = context.Input(0), bias = context.Input(3);
        Span<long> shape = stackalloc long[x.Shape.Length];
        x.Shape.CopyTo(shape);
        shape[^1] = _layout.Rows;
        TensorView y = context.Output(0, shape);
        int rows = checked((int)(x.ElementCount / _layout.Width));
        if (rows == 0)
            return;

        int width = _layout.Blocks * BlockQuantizer.BlockSize;
        LinearWork work = new()
        {
            Layout = _layout,
            X = (float*)x.Data,
            Stride = _layout.Width,
            Weights = (byte*)context.Input(1).Data,
            Scales = (ushort*)context.Input(2).Data,
            Bias = (float*)bias.Data,
            Y = (float*)y.Data,
            Rows = rows,
            Parts = Math.Min(KernelContext.Threads, _layout.Panels),
        };
        if (width == _layout.Width)
        {
            context.Parallel(work.Parts, &RunPart, &work);
            return;
        }

        // Blocks are whole: rows that end within one are copied and filled up with zeros.
        float* padded = (float*)NativeMemory.AllocZeroed((nuint)rows * (nuint)width, sizeof(float));
        try
        {
            for (int row = 0; row < rows; row++)
                new ReadOnlySpan<float>(work.X + (long)row * _layout.Width, _layout.Width).CopyTo(new(padded + (long)row * width, width));
            work.X = padded;
            work.Stride = width;
            context.Parallel(work.Parts, &RunPart, &work);
        }
        finally
        {
            NativeMemory.Free(padded);
        }
    }

    [UnmanagedCallersOnly]
    private static void RunPart(void* state, nuint part)
    {
        LinearWork* work = (LinearWork*)state;
        if (work->Layout.Bits == 8)
            Run<EightBitWeights>(work, (int)part);
        else
            Run<FourBitWeights>(work, (int)part);
    }

    private static void Run<T>(LinearWork* work, int part)
        where T : IPanelWeights
    {
        int panels = work->Layout.Panels;
        int first = (int)((long)panels * part / work->Parts), end = (int)((long)panels * (part + 1) / work->Parts);
        if (work->Rows <= PanelVectorProduct.MaxRows)
            RunVectors<T>(work, first, end);
        else
            PanelMatrixProduct.Run<T>(work, first, end);
    }

    [SkipLocalsInit]
    private static void RunVectors<T>(LinearWork* work, int first, int end)
        where T : IPanelWeights
    {
        Vector512<float>* sums = stackalloc Vector512<float>[PanelVectorProduct.MaxRows];
        for (int panel = first; panel < end; panel++)
        {
            PanelVectorProduct.Run<T>(work->Panel<T>(panel), work->X, work->Stride, work->Rows, sums);
            for (int row = 0; row < work->Rows; row++)
                work->Store(row, panel, sums[row]);
        }
    }
}
