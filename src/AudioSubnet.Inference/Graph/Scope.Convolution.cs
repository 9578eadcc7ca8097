using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Convolution;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Graph;

/// <content>Convolutions with their parameters taken from the checkpoint.</content>
public readonly partial struct Scope
{
    /// <summary>Convolution over time with "weight" [out, in / groups, taps] and, if there, "bias".</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">
    /// [batch, in, time]; or [batch, in, 1, time], which chains of wide convolutions should use: without own kernels the runtime then keeps channels in blocks and is a fifth faster.
    /// </param>
    /// <param name="stride">Distance of the frames.</param>
    /// <param name="padding">Zeros added before and after.</param>
    /// <param name="dilation">Distance of the taps.</param>
    /// <param name="groups">Number of channel groups.</param>
    /// <param name="before">What is done to the elements first.</param>
    /// <param name="shortcut">Added to the result, of the result's shape; may be left out.</param>
    public Tensor Conv1d(
        string name, Tensor x, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1, InputActivation before = default, Tensor shortcut = default)
    {
        ConvolutionShape shape = this[name].Shape(stride, padding, dilation, groups);
        if (Options.OwnKernels && ConvolutionKernel.Supports(shape))
            return this[name].OwnConvolution(shape, x, before, shortcut);
        Tensor y = before.Apply(x).Conv1d(this[name].Kernel(x), this[name].OptionalWeight("bias"), stride, padding, dilation, groups);
        return shortcut.IsPresent ? y + shortcut : y;
    }

    /// <summary>
    /// Convolution over time of a signal that is mirrored at both ends, and behind the second one so far that the last frame is whole: [batch, in, time] to [batch, out, frames]. A signal that
    /// is no longer than what is to be mirrored is first lengthened by zeros.
    /// </summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[batch, in, time].</param>
    /// <param name="padding">Elements that are mirrored before and after.</param>
    /// <param name="stride">Distance of the frames.</param>
    /// <param name="dilation">Distance of the taps.</param>
    /// <param name="before">What is done to the elements first.</param>
    /// <param name="shortcut">Added to the result, of the result's shape; may be left out.</param>
    public Tensor MirroredConv1d(
        string name, Tensor x, Padding padding, int stride = 1, int dilation = 1, InputActivation before = default, Tensor shortcut = default)
    {
        ConvolutionShape shape = this[name].Shape(stride, padding, dilation, groups: 1) with { Mirrored = true };
        return Options.OwnKernels && ConvolutionKernel.Supports(shape)
            ? this[name].OwnConvolution(shape, x, before, shortcut)
            : Conv1d(name, before.Apply(x).Mirror(padding, stride), stride, dilation: dilation, shortcut: shortcut);
    }

    /// <summary>Transposed convolution over time with "weight" [in, out / groups, taps] and, if there, "bias".</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[batch, in, frames], or [batch, in, 1, frames].</param>
    /// <param name="stride">Distance of the frames in the result.</param>
    /// <param name="padding">Elements cut off before and after.</param>
    /// <param name="outputPadding">Elements added at the end.</param>
    /// <param name="groups">Number of channel groups.</param>
    /// <param name="before">What is done to the elements first.</param>
    public Tensor ConvTranspose1d(
        string name, Tensor x, int stride, Padding padding = default, int outputPadding = 0, int groups = 1, InputActivation before = default)
    {
        IReadOnlyList<long> weight = this[name].KernelShape();
        ConvolutionShape shape = new(Length(weight, 0), checked(Length(weight, 1) * groups), Length(weight, 2))
        {
            Stride = stride,
            Groups = groups,
            PadBefore = padding.Before,
            PadAfter = padding.After - outputPadding,
            Transposed = true,
        };
        return Options.OwnKernels && ConvolutionKernel.Supports(shape)
            ? this[name].OwnConvolution(shape, x, before, default)
            : before.Apply(x).ConvTranspose1d(this[name].Kernel(x), this[name].OptionalWeight("bias"), stride, padding, outputPadding, groups);
    }

    /// <summary>Convolution over a plane of [batch, in, height, width] with "weight" [out, in / groups, height, width] and, if there, "bias".</summary>
    public Tensor Conv2d(string name, Tensor x, (int Height, int Width) stride, (int Height, int Width) padding, int groups = 1) =>
        x.Conv2d(this[name].Weight("weight", -1, -1, -1, -1), this[name].OptionalWeight("bias"), stride, padding, groups);

    private static int Length(IReadOnlyList<long> shape, int axis) => checked((int)shape[axis]);

    private Tensor Kernel(Tensor x) => x.Rank == 4 ? PlaneKernel("weight") : Weight("weight", -1, -1, -1);

    private ConvolutionShape Shape(int stride, Padding padding, int dilation, int groups)
    {
        IReadOnlyList<long> weight = KernelShape();
        return new(checked(Length(weight, 1) * groups), Length(weight, 0), Length(weight, 2))
        {
            Stride = stride,
            Dilation = dilation,
            Groups = groups,
            PadBefore = padding.Before,
            PadAfter = padding.After,
        };
    }

    private Tensor OwnConvolution(ConvolutionShape shape, Tensor x, InputActivation before, Tensor shortcut)
    {
        // The kernel takes the larger of x and slope · x.
        if (before.Slope is > 1)
            (x, before) = (before.Apply(x), default);
        return Builder.Node(
            $"{OperatorDomain.Name}.{Convolution1d.Operator.Name}", [x, OptionalWeight("bias"), shortcut], ("weights", PackedKernel(shape)),
            ("inputs", shape.Inputs), ("outputs", shape.Outputs), ("taps", shape.Taps), ("stride", shape.Stride), ("dilation", shape.Dilation), ("groups", shape.Groups),
            ("pad_before", shape.PadBefore), ("pad_after", shape.PadAfter), ("mirrored", shape.Mirrored ? 1 : 0), ("transposed", shape.Transposed ? 1 : 0),
            ("slope", before.Slope ?? 1), ("elu", before.IsElu ? 1 : 0));
    }

    private IReadOnlyList<long> KernelShape()
    {
        IReadOnlyList<long> shape = ShapeOf("weight");
        CheckShape(shape, FullName("weight"), [-1, -1, -1]);
        return shape;
    }

    /// <summary>The kernel as <see cref="ConvolutionKernel"/> wants it; the plain one is not kept.</summary>
    private nint PackedKernel(ConvolutionShape shape)
    {
        Func<string, GraphWeight> plain = Maker("weight", [-1, -1, -1]);
        string key = string.Create(
            CultureInfo.InvariantCulture, $"{FullName("weight")}.{shape.Stride}.{shape.Dilation}.{shape.Groups}{(shape.Transposed ? ".transposed" : "")}");
        ICheckpoint checkpoint = _checkpoint;
        return Builder.Packed(key, () =>
        {
            using GraphWeight weight = plain(key);
            NativeBuffer packed = Pack(weight, new(shape));

            // What was read need not stay in memory while the other kernels are packed.
            checkpoint.ReleasePages();
            return packed;
        });
    }

    private static unsafe NativeBuffer Pack(GraphWeight weight, ConvolutionKernel kernel)
    {
        NativeBuffer packed = new(kernel.PackedCount * sizeof(float), inLargePages: true);
        kernel.Pack((float*)weight.Address, (float*)packed.Address);
        return packed;
    }
}
