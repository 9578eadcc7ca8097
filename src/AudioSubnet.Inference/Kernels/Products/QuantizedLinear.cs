using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// A linear layer with quantised weights (see <see cref="PanelPacker"/>): x [.., width] and, if there, a bias [outputs], to [.., outputs]. The weights are read where
/// they lie, in the mapped cache file: nothing is copied or packed again.
/// </summary>
internal sealed unsafe class QuantizedLinear : OperatorKernel
{
    private const int MaxStackBytes = 1 << 16;

    // Less is not worth handing over to another thread.
    private const int PanelsOfPart = 4;

    private readonly QuantizedLayout _layout;
    private readonly byte* _weights;
    private readonly ushort* _scales;

    private QuantizedLinear(NodeInfo node)
    {
        _layout = new(node.Integer("outputs"), node.Integer("width"), node.Integer("bits"), InPanels: true);
        _weights = (byte*)node.Address("weights");
        _scales = (ushort*)node.Address("scales");
    }

    /// <summary>The operator, with attributes "width", "outputs" and "bits", and the addresses "weights" and "scales", which stay valid for as long as the session.</summary>
    public static CustomOperator Operator { get; } = new(
        nameof(QuantizedLinear), [TensorType.Float32, TensorType.Float32], Optional: 1, [TensorType.Float32], static node => new QuantizedLinear(node));

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Compute(KernelContext context)
    {
        TensorView x = context.Input(0);
        Span<long> shape = stackalloc long[x.Shape.Length];
        x.Shape.CopyTo(shape);
        shape[^1] = _layout.Rows;
        TensorView y = context.Output(0, shape);
        int rows = checked((int)(x.ElementCount / _layout.Width));
        if (rows == 0)
            return;
        LinearRun run = new()
        {
            Layout = _layout,
            Weights = _weights,
            Scales = _scales,
            Bias = (float*)context.Input(1).Data,
            Y = (float*)y.Data,
            Rows = rows,
            Parts = KernelContext.PartsOf(_layout.Panels / PanelsOfPart),
        };

        // The inputs of a decoder's step are few and fit the stack; those of a prompt need memory.
        long rowBytes = (long)_layout.Blocks * InputBlocks.SizeOf(_layout.Bits), bytes = rows * rowBytes;
        byte* small = stackalloc byte[bytes <= MaxStackBytes ? (int)bytes : 0], large = bytes <= MaxStackBytes ? null : (byte*)NativeMemory.Alloc((nuint)bytes);
        try
        {
            run.X = large is null ? small : large;
            for (int row = 0; row < rows; row++)
                InputBlocks.Quantize(new((float*)x.Data + (long)row * _layout.Width, _layout.Width), _layout.Bits, run.X + row * rowBytes);
            context.Parallel(run.Parts, &RunPart, &run);
        }
        finally
        {
            NativeMemory.Free(large);
        }
    }

    [UnmanagedCallersOnly]
    private static void RunPart(void* state, nuint part)
    {
        LinearRun* run = (LinearRun*)state;
        int panels = run->Layout.Panels;
        int first = (int)((long)panels * (int)part / run->Parts), end = (int)((long)panels * ((int)part + 1) / run->Parts);
        PanelKernels kernels = run->Layout.Bits == 4 ? FourBitProduct.Kernels : EightBitProduct.Kernels;
        kernels.Run(run, first, end);
    }
}
