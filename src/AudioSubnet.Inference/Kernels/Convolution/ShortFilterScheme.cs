using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Fewer multiplications, by the algorithm of Toom and Cook as Winograd (1980) and Lavin and Gray (2015) use it: four frames of a filter of n taps are n + 3 products instead of 4 · n, because
/// input and filter are polynomials that are determined by their values at so many points. A longer filter is several short ones, whose products are summed before the way back.
/// </summary>
internal abstract unsafe class ShortFilterScheme : ConvolutionScheme
{
    /// <summary>Frames of a lane.</summary>
    protected const int Step = 4;

    // Cycles for four vectors of frames that plain convolution spends beside its products, one cycle each.
    private const double PlainCopy = 8;
    private readonly double[] _points;
    private readonly double[] _distances;
    private readonly int _filterTaps;
    private readonly LaneOrder _order;

    /// <summary>Makes the passes.</summary>
    /// <param name="shape">One that <see cref="For"/> asks for.</param>
    /// <param name="points">The finite points; if there is one less than the polynomials need, infinity is one, too.</param>
    /// <param name="filterTaps">Taps of a short filter; a multiple of 4 unless one is enough.</param>
    protected ShortFilterScheme(ConvolutionShape shape, double[] points, int filterTaps)
        : base(shape)
    {
        _points = points;
        _distances = [.. points.Select(point => points.Where(other => other != point).Aggregate(1.0, (product, other) => product * (point - other)))];
        _filterTaps = filterTaps;
        _order = new(Step, shape.Dilation);
        List<ProductPass> passes = [];
        for (int point = 0; point < points.Length; point++)
            passes.Add(new(point * PointRows, shape.GroupInputs, (shape.Taps + filterTaps - 1) / filterTaps, point, Accumulate: false));

        // The value at infinity is a filter's last tap, which the last filter may not have.
        if (points.Length < Step + filterTaps - 1 && shape.Taps >= filterTaps)
            passes.Add(new(points.Length * PointRows, shape.GroupInputs, shape.Taps / filterTaps, points.Length, Accumulate: false));
        Passes = [.. passes];
    }

    /// <inheritdoc/>
    public override int Rows => Passes.Length * PointRows;

    /// <inheritdoc/>
    public override int Points => Passes.Length;

    /// <inheritdoc/>
    public override int ProductChannels => Shape.GroupOutputs;

    /// <inheritdoc/>
    public override ProductPass[] Passes { get; }

    /// <inheritdoc/>
    public override int TapStep => Shape.Dilation;

    /// <summary>As few as there can be, which was fastest; twice that where a dilation leaves some of them unused and several filters share the rows.</summary>
    public override int MostLanes => ProductTile.Lanes % Shape.Dilation == 0 || Passes[0].Taps == 1 ? ProductTile.Lanes : 2 * ProductTile.Lanes;

    /// <inheritdoc/>
    public override int FewestBlocks => 8;

    /// <summary>Whether infinity is one of the points.</summary>
    protected bool HasInfinity => Points > _points.Length;

    // A row between the points is left out: else the rows of a channel, which are written together, would lie whole pages apart and drive each other out of the cache.
    private int PointRows => Shape.GroupInputs + 1;

    /// <summary>The scheme that takes the least time for a convolution; null if that is the plain one.</summary>
    public static ShortFilterScheme? For(ConvolutionShape shape)
    {
        if (shape.Transposed || shape.Stride != 1 || shape.Taps < 3 || !LaneOrder.Serves(Step, shape.Dilation))
            return null;
        double plain = Cost(shape, Step * shape.Taps, PlainCopy), seven = Cost(shape, SevenPointScheme.Products(shape.Taps), SevenPointScheme.Transform);
        double ten = shape.Taps > TenPointScheme.MostTaps ? double.PositiveInfinity : Cost(shape, TenPointScheme.Products, TenPointScheme.Transform);
        return plain <= Math.Min(seven, ten) ? null : seven <= ten ? new SevenPointScheme(shape) : new TenPointScheme(shape);
    }

    /// <inheritdoc/>
    public override int UsableLanes(int lanes) => lanes / Shape.Dilation * Shape.Dilation;

    /// <inheritdoc/>
    public override long Lanes(long frames)
    {
        int group = Step * Shape.Dilation;
        return (frames + group - 1) / group * Shape.Dilation;
    }

    /// <inheritdoc/>
    public override int Scratch(int rowLanes) => Step * PhaseLanes(rowLanes) + _order.Reach(PhaseLanes(rowLanes));

    /// <inheritdoc/>
    public override (long First, int Count) Source(long firstLane, int rowLanes) => (firstLane * Step - Shape.PadBefore, _order.Reach(PhaseLanes(rowLanes)));

    /// <inheritdoc/>
    public override (long First, int Count) Target(long firstLane, int lanes) => (firstLane * Step, lanes * Step);

    /// <inheritdoc/>
    public override float Weight(float* kernel, in ProductPass pass, int row, int tap, int channel)
    {
        float* filter = kernel + ((long)channel * Shape.GroupInputs + row) * Shape.Taps + tap * _filterTaps;
        if (pass.Point == _points.Length)
            return filter[_filterTaps - 1];
        double point = _points[pass.Point], value = 0;
        for (int i = Math.Min(_filterTaps, Shape.Taps - tap * _filterTaps) - 1; i >= 0; i--)
            value = value * point + filter[i];
        return (float)(value / _distances[pass.Point]);
    }

    /// <inheritdoc/>
    public override void Read(float* input, long time, long firstLane, int channel, float* rows, int rowLanes, float* scratch)
    {
        int phaseLanes = PhaseLanes(rowLanes);
        (long first, int count) = Source(firstLane, rowLanes);
        float* source = Elements(input, time, first, count, scratch + Step * phaseLanes);
        _order.Gather(source, phaseLanes, Vector512.Create(Shape.Slope), scratch, phaseLanes);
        Evaluate(scratch, phaseLanes, rows + (nint)channel * rowLanes, (nint)PointRows * rowLanes, rowLanes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch)
    {
        int phaseLanes = PhaseLanes((lanes + 15) / 16 * 16);
        Interpolate(sums, pointStride, scratch, phaseLanes, lanes, Vector512.Create(target.BiasOf(channel)));
        long end = Math.Min((firstLane + lanes) * Step, target.Frames);
        int vector = 0;
        float* source = scratch;
        for (long frame = firstLane * Step; frame < end; frame += Vector512<float>.Count)
        {
            target.Store(channel, frame, end, _order.Scatter(source, phaseLanes, vector));
            if (++vector == Shape.Dilation)
            {
                vector = 0;
                source += Vector512<float>.Count / Step * Shape.Dilation;
            }
        }
    }

    /// <summary>The values of the input's polynomials at all points.</summary>
    /// <param name="phases">[4, phaseStride]: element i of a lane is phase i % 4 of the lane i / 4 dilations on.</param>
    /// <param name="phaseStride">Elements from a phase to the next.</param>
    /// <param name="rows">[points, pointStride].</param>
    /// <param name="pointStride">Elements from a point to the next.</param>
    /// <param name="lanes">Number of lanes, a multiple of 16.</param>
    protected abstract void Evaluate(float* phases, nint phaseStride, float* rows, nint pointStride, int lanes);

    /// <summary>The four frames of each lane from the sums of the products.</summary>
    /// <param name="sums">[points, pointStride].</param>
    /// <param name="pointStride">Elements from a point to the next.</param>
    /// <param name="phases">[4, phaseStride].</param>
    /// <param name="phaseStride">Elements from a phase to the next.</param>
    /// <param name="lanes">Number of lanes; up to 15 more are written.</param>
    /// <param name="bias">Added to all frames.</param>
    protected abstract void Interpolate(float* sums, nint pointStride, float* phases, nint phaseStride, int lanes, Vector512<float> bias);

    private static double Cost(ConvolutionShape shape, double products, double beside)
    {
        double inputs = shape.GroupInputs, outputs = shape.GroupOutputs;
        return products * inputs * outputs + beside * (inputs + outputs);
    }

    // Lanes of the phases: a row's lane reads its own and those of its successors that its polynomial reaches into.
    private int PhaseLanes(int rowLanes) => (rowLanes + (Step + _filterTaps - 2) / Step * Shape.Dilation + 15) / 16 * 16;
}
