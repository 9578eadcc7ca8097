using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// The convolution as it is defined: a lane is a frame. With a stride, each input channel becomes <c>stride</c> rows, one for each phase of time, and a tap belongs to the
/// row of its phase; so no product is with a zero.
/// </summary>
internal sealed unsafe class PlainScheme : ConvolutionScheme
{
    private readonly LaneOrder? _order;

    /// <summary>Makes the passes.</summary>
    /// <param name="shape">Not transposed; with a dilation or a stride, but not both.</param>
    public PlainScheme(ConvolutionShape shape)
        : base(shape)
    {
        int inputs = shape.GroupInputs, stride = shape.Stride, taps = shape.Taps;
        int longer = taps % stride;
        List<ProductPass> passes = [];
        if (longer > 0)
            passes.Add(new(0, longer * inputs, taps / stride + 1, 0, Accumulate: false));
        if (taps >= stride)
            passes.Add(new(longer * inputs, (stride - longer) * inputs, taps / stride, 0, Accumulate: longer > 0));
        Passes = [.. passes];
        _order = LaneOrder.Serves(stride, 1) ? new(stride, 1) : null;
    }

    /// <inheritdoc/>
    public override int Rows => Shape.GroupInputs * Shape.Stride;

    /// <inheritdoc/>
    public override int Points => 1;

    /// <inheritdoc/>
    public override int ProductChannels => Shape.GroupOutputs;

    /// <inheritdoc/>
    public override ProductPass[] Passes { get; }

    /// <inheritdoc/>
    public override int TapStep => Shape.Dilation;

    /// <inheritdoc/>
    public override int MostLanes => LanesOf(Rows);

    /// <inheritdoc/>
    public override int FewestBlocks => 2;

    /// <inheritdoc/>
    public override long Lanes(long frames) => frames;

    /// <inheritdoc/>
    public override int Scratch(int rowLanes) => Reach(rowLanes);

    /// <inheritdoc/>
    public override (long First, int Count) Source(long firstLane, int rowLanes) => (firstLane * Shape.Stride - Shape.PadBefore, Reach(rowLanes));

    /// <inheritdoc/>
    public override (long First, int Count) Target(long firstLane, int lanes) => (firstLane, lanes);

    /// <inheritdoc/>
    public override float Weight(float* kernel, in ProductPass pass, int row, int tap, int channel)
    {
        int phase = (pass.FirstRow + row) / Shape.GroupInputs, input = (pass.FirstRow + row) % Shape.GroupInputs;
        return kernel[((long)channel * Shape.GroupInputs + input) * Shape.Taps + tap * Shape.Stride + phase];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(float* input, long time, long firstLane, int channel, float* rows, int rowLanes, float* scratch)
    {
        int stride = Shape.Stride;
        nint phaseStride = (nint)Shape.GroupInputs * rowLanes;
        (long first, int count) = Source(firstLane, rowLanes);
        float* source = Elements(input, time, first, count, scratch), row = rows + (nint)channel * rowLanes;
        Vector512<float> factor = Vector512.Create(Shape.Slope);
        if (_order is not null)
        {
            _order.Gather(source, rowLanes, factor, row, phaseStride);
        }
        else if (stride == 1)
        {
            for (int lane = 0; lane < rowLanes; lane += Vector512<float>.Count)
            {
                Vector512<float> values = Vector512.Load(source + lane);
                Avx512F.Max(values, values * factor).Store(row + lane);
            }
        }
        else
        {
            for (int lane = 0; lane < rowLanes; lane++, source += stride)
                for (int phase = 0; phase < stride; phase++)
                    row[phase * phaseStride + lane] = MathF.Max(source[phase], source[phase] * Shape.Slope);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch)
    {
        Vector512<float> bias = Vector512.Create(target.BiasOf(channel));
        long end = Math.Min(firstLane + lanes, target.Frames);
        for (long lane = firstLane; lane < end; lane += Vector512<float>.Count, sums += Vector512<float>.Count)
            target.Store(channel, lane, end, Vector512.Load(sums) + bias);
    }

    private int Reach(int rowLanes) => _order?.Reach(rowLanes) ?? rowLanes * Shape.Stride;
}
