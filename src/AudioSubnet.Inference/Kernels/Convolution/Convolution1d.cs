using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// A convolution over time as a node: x [batch, inputs, time], and if there a bias [outputs] and a shortcut of the result's shape that is added to it; to [batch, outputs,
/// frames]. An axis of length 1 before time is kept.
/// </summary>
internal sealed unsafe class Convolution1d : OperatorKernel
{
    private readonly ConvolutionKernel _kernel;
    private readonly float* _weights;
    private GCHandle _handle;

    private Convolution1d(NodeInfo node)
    {
        _kernel = new(
            new(node.Integer("inputs"), node.Integer("outputs"), node.Integer("taps"))
            {
                Stride = node.Integer("stride"),
                Dilation = node.Integer("dilation"),
                Groups = node.Integer("groups"),
                PadBefore = node.Integer("pad_before"),
                PadAfter = node.Integer("pad_after"),
                Mirrored = node.Integer("mirrored") != 0,
                Transposed = node.Integer("transposed") != 0,
                Slope = node.Number("slope"),
                Elu = node.Integer("elu") != 0,
            });
        _weights = (float*)node.Address("weights");
        _handle = GCHandle.Alloc(_kernel);
    }

    /// <summary>The operator; its attributes are those of <see cref="ConvolutionShape"/> and the address "weights" of the packed kernel, which stays valid for as long as the session.</summary>
    public static CustomOperator Operator { get; } = new(
        nameof(Convolution1d), [TensorType.Float32, TensorType.Float32, TensorType.Float32], Optional: 2, [TensorType.Float32],
        static node => new Convolution1d(node));

    /// <inheritdoc/>
    public override void Compute(KernelContext context)
    {
        TensorView x = context.Input(0), bias = context.Input(1), residual = context.Input(2);
        ConvolutionShape shape = _kernel.Shape;
        Span<long> lengths = stackalloc long[x.Shape.Length];
        x.Shape.CopyTo(lengths);
        if (lengths.Length is not (3 or 4) || lengths[1] != shape.Inputs || (lengths.Length == 4 && lengths[2] != 1))
            throw new InferenceException($"A convolution of {shape.Inputs} channels over time cannot read the shape [{string.Join(", ", lengths.ToArray())}].");
        long time = lengths[^1], frames = time > 0 ? shape.Frames(time) : 0;
        if (frames <= 0)
            throw new InferenceException($"{time} frames are too few for a convolution of {shape.Taps} taps with a dilation of {shape.Dilation}.");
        lengths[1] = shape.Outputs;
        lengths[^1] = frames;
        if (residual.IsPresent && !residual.Shape.SequenceEqual(lengths))
            throw new InferenceException(
                $"A shortcut of the shape [{string.Join(", ", residual.Shape.ToArray())}] does not fit a result of [{string.Join(", ", lengths.ToArray())}].");

        ConvolutionCall call = new()
        {
            Input = (float*)x.Data,
            Weights = _weights,
            Bias = (float*)bias.Data,
            Residual = (float*)residual.Data,
            Output = (float*)context.Output(0, lengths).Data,
            Batch = lengths[0],
            Time = time,
        };
        if (call.Batch == 0)
            return;
        _kernel.Plan(ref call, KernelContext.Threads);
        State state = new() { Kernel = GCHandle.ToIntPtr(_handle), Call = &call };
        context.Parallel(call.Parts, &RunPart, &state);
    }

    /// <inheritdoc/>
    public override void Dispose() => _handle.Free();

    [UnmanagedCallersOnly]
    private static void RunPart(void* state, nuint part)
    {
        State* run = (State*)state;
        ((ConvolutionKernel)GCHandle.FromIntPtr(run->Kernel).Target!).Run(*run->Call, (int)part);
    }

    private struct State
    {
        public nint Kernel;
        public ConvolutionCall* Call;
    }
}
