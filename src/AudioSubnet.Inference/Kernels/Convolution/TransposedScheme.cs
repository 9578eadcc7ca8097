using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// A transposed convolution as <c>stride</c> plain ones, one for each phase of the output: frame <c>stride · lane + phase</c> of the whole result sees every stride-th tap, from the
/// phase on, of the input that lies before it.
/// </summary>
internal sealed unsafe class TransposedScheme : ConvolutionScheme
{
    private readonly int _reach;

    /// <summary>Makes the passes.</summary>
    /// <param name="shape">Transposed, without dilation.</param>
    public TransposedScheme(ConvolutionShape shape)
        : base(shape)
    {
        _reach = (shape.Taps + shape.Stride - 1) / shape.Stride;
        Passes = [new(0, shape.GroupInputs, _reach, 0, Accumulate: false)];
    }

    /// <inheritdoc/>
    public override int Rows => Shape.GroupInputs;

    /// <inheritdoc/>
    public override int Points => 1;

    /// <summary>The channels of the first phase, then those of the second, and so on.</summary>
    public override int ProductChannels => Shape.GroupOutputs * Shape.Stride;

    /// <inheritdoc/>
    public override ProductPass[] Passes { get; }

    /// <inheritdoc/>
    public override int TapStep => 1;

    /// <inheritdoc/>
    public override long Lanes(long frames) => (frames + Shape.PadBefore + Shape.Stride - 1) / Shape.Stride;

    /// <inheritdoc/>
    public override int Scratch(int rowLanes) => rowLanes;

    /// <inheritdoc/>
    public override float Weight(float* kernel, in ProductPass pass, int row, int tap, int channel)
    {
        int phase = channel / Shape.GroupOutputs, at = phase + (_reach - 1 - tap) * Shape.Stride;
        return at < Shape.Taps ? kernel[((long)row * Shape.GroupOutputs + channel % Shape.GroupOutputs) * Shape.Taps + at] : 0;
    }

    /// <inheritdoc/>
    public override void Read(float* input, long time, long firstLane, int channel, float slope, float* rows, int rowLanes, float* scratch)
    {
        float* source = Padded(input, time, firstLane - (_reach - 1), rowLanes, scratch), row = rows + (nint)channel * rowLanes;
        Vector512<float> factor = Vector512.Create(slope);
        for (int lane = 0; lane < rowLanes; lane += Vector512<float>.Count)
        {
            Vector512<float> values = Vector512.Load(source + lane);
            Avx512F.Max(values, values * factor).Store(row + lane);
        }
    }

    /// <inheritdoc/>
    public override void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch)
    {
        int stride = Shape.Stride, output = channel % Shape.GroupOutputs;
        long offset = (long)channel / Shape.GroupOutputs - Shape.PadBefore;
        float bias = target.BiasOf(output);
        float* to = target.Output + output * target.Frames;
        int first = (int)Math.Max(0, CeilingOf(-offset, stride) - firstLane);
        int end = (int)Math.Min(lanes, CeilingOf(target.Frames - offset, stride) - firstLane);
        for (int lane = first; lane < end; lane++)
            to[(firstLane + lane) * stride + offset] = sums[lane] + bias;
        if (target.Residual is null)
            return;
        for (int lane = first; lane < end; lane++)
            to[(firstLane + lane) * stride + offset] += target.Residual[output * target.Frames + (firstLane + lane) * stride + offset];
    }

    private static long CeilingOf(long dividend, int divisor) => dividend <= 0 ? 0 : (dividend + divisor - 1) / divisor;
}
