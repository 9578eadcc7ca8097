using System.Runtime.CompilerServices;
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
    private readonly Vector512<int> _index;

    /// <summary>Makes the passes.</summary>
    /// <param name="shape">Transposed, without dilation.</param>
    public TransposedScheme(ConvolutionShape shape)
        : base(shape)
    {
        _reach = (shape.Taps + shape.Stride - 1) / shape.Stride;
        _index = Vector512.Create([.. Enumerable.Range(0, Vector512<int>.Count).Select(i => i % shape.Stride % 4 * Vector512<int>.Count + i / shape.Stride)]);
        Passes = [new(0, shape.GroupInputs, _reach, 0, Accumulate: false)];
    }

    /// <inheritdoc/>
    public override int Rows => Shape.GroupInputs;

    /// <inheritdoc/>
    public override int Points => 1;

    /// <summary>The phases of the first channel, then those of the second, and so on.</summary>
    public override int ProductChannels => Shape.GroupOutputs * Shape.Stride;

    /// <inheritdoc/>
    public override ProductPass[] Passes { get; }

    /// <inheritdoc/>
    public override int TapStep => 1;

    /// <inheritdoc/>
    public override int MostLanes => LanesOf(Rows);

    /// <inheritdoc/>
    public override int FewestBlocks => 2;

    /// <inheritdoc/>
    public override long Lanes(long frames) => (frames + Shape.PadBefore + Shape.Stride - 1) / Shape.Stride;

    /// <inheritdoc/>
    public override int Scratch(int rowLanes) => rowLanes;

    /// <inheritdoc/>
    public override (long First, int Count) Source(long firstLane, int rowLanes) => (firstLane - (_reach - 1), rowLanes);

    /// <inheritdoc/>
    public override (long First, int Count) Target(long firstLane, int lanes) => default;

    /// <inheritdoc/>
    public override float Weight(float* kernel, in ProductPass pass, int row, int tap, int channel)
    {
        (int output, int phase) = Math.DivRem(channel, Shape.Stride);
        int at = phase + (_reach - 1 - tap) * Shape.Stride;
        return at < Shape.Taps ? kernel[((long)row * Shape.GroupOutputs + output) * Shape.Taps + at] : 0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(float* input, long time, long firstLane, int channel, float* rows, int rowLanes, float* scratch)
    {
        (long first, int count) = Source(firstLane, rowLanes);
        float* source = Elements(input, time, first, count, scratch), row = rows + (nint)channel * rowLanes;
        Vector512<float> factor = Vector512.Create(Shape.Slope);
        for (int lane = 0; lane < rowLanes; lane += Vector512<float>.Count)
        {
            Vector512<float> values = Vector512.Load(source + lane);
            Avx512F.Max(values, values * factor).Store(row + lane);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch)
    {
        (int output, int phase) = Math.DivRem(channel, Shape.Stride);
        if (Shape.Stride is not (2 or 4 or 8))
            WritePhase(sums, firstLane, lanes, output, phase, target);
        else if (phase == 0)
            Interleave(sums, pointStride / ProductTile.Channels, firstLane, lanes, output, target);
    }

    /// <summary>All phases of a channel, which are neighbours among the sums, in the order of time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interleave(float* sums, nint phaseStride, long firstLane, int lanes, int output, in FrameTarget target)
    {
        Vector512<float> bias = Vector512.Create(target.BiasOf(output));
        Vector512<float> upper = Vector512.Equals(Vector512<int>.Indices & Vector512.Create(4), Vector512.Create(4)).AsSingle();
        int step = Vector512<float>.Count / Shape.Stride;
        long frame = firstLane * Shape.Stride - Shape.PadBefore, end = Math.Min(frame + (long)lanes * Shape.Stride, target.Frames);
        for (; frame < end; frame += Vector512<float>.Count, sums += step)
        {
            Vector512<float> values = LaneOrder.Select(sums, phaseStride, _index);
            if (Shape.Stride == 8)
                values = Vector512.ConditionalSelect(upper, LaneOrder.Select(sums + 4 * phaseStride, phaseStride, _index), values);
            target.Store(output, frame, end, values + bias);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WritePhase(float* sums, long firstLane, int lanes, int output, int phase, in FrameTarget target)
    {
        long offset = phase - Shape.PadBefore, stride = Shape.Stride;
        float bias = target.BiasOf(output);
        float* to = target.Output + output * target.Frames, shortcut = target.Residual is null ? null : target.Residual + output * target.Frames;
        long first = Math.Max(0, CeilingOf(-offset) - firstLane), end = Math.Min(lanes, CeilingOf(target.Frames - offset) - firstLane);
        for (long lane = first; lane < end; lane++)
        {
            long frame = (firstLane + lane) * stride + offset;
            to[frame] = sums[lane] + bias + (shortcut is null ? 0 : shortcut[frame]);
        }
    }

    private long CeilingOf(long frames) => frames <= 0 ? 0 : (frames + Shape.Stride - 1) / Shape.Stride;
}
