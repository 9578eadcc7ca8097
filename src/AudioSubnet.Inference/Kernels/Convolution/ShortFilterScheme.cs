using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Fewer multiplications, by the algorithm of Toom and Cook as Winograd (1980) and Lavin and Gray (2015) use it: four frames of a filter of four taps are seven products
/// instead of sixteen, because both are polynomials that are determined by their values at seven points: 1, -1, 2, -2, 1/2, -1/2 and infinity. A longer filter is
/// several of four taps, whose products are summed before the way back; a filter of three needs no infinity. So three taps cost 1.5 products a frame, seven 3.25, eleven 5.
/// </summary>
/// <remarks>
/// With these points all factors but 21/4, 17/4 and 5 are powers of two, and the result's rounding error is about twice that of the plain sum (3.7e-7 instead of 2.8e-7 of the
/// result's size for three taps of 64 channels, 9e-7 instead of 4e-7 for eleven).
/// </remarks>
internal sealed unsafe class ShortFilterScheme : ConvolutionScheme
{
    private const int Step = 4;
    private const int FinitePoints = 6;
    private static readonly double[] Points6 = [1, -1, 2, -2, 0.5, -0.5];

    // For each point the product of its distances to the others.
    private static readonly double[] Distances = [.. Points6.Select(static point => Points6.Where(other => other != point).Aggregate(1.0, (product, other) => product * (point - other)))];
    private readonly LaneOrder _order;

    /// <summary>Makes the passes.</summary>
    /// <param name="shape">One that <see cref="Serves"/> names.</param>
    public ShortFilterScheme(ConvolutionShape shape)
        : base(shape)
    {
        _order = new(Step, shape.Dilation);
        int filters = (shape.Taps + Step - 1) / Step, whole = shape.Taps / Step;
        List<ProductPass> passes = [];
        for (int point = 0; point < FinitePoints; point++)
            passes.Add(new(point * PointRows, shape.GroupInputs, filters, point, Accumulate: false));

        // The value at infinity is the fourth tap, which the last filter may not have.
        if (whole > 0)
            passes.Add(new(FinitePoints * PointRows, shape.GroupInputs, whole, FinitePoints, Accumulate: false));
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

    /// <summary>Whether the scheme can compute a convolution and takes less time than the plain one.</summary>
    public static bool Serves(ConvolutionShape shape)
    {
        if (shape.Transposed || shape.Stride != 1 || shape.Taps < 3 || !LaneOrder.Serves(Step, shape.Dilation))
            return false;

        // Cycles for four vectors of frames: a product takes one, and the way there and back was measured.
        const double Transform = 80, Copy = 8;
        double inputs = shape.GroupInputs, outputs = shape.GroupOutputs;
        double products = FinitePoints * ((shape.Taps + Step - 1) / Step) + shape.Taps / Step;
        return products * inputs * outputs + Transform * (inputs + outputs) < Step * shape.Taps * inputs * outputs + Copy * (inputs + outputs);
    }

    /// <summary>What was fastest, however many channels there are.</summary>
    public override int MostLanes => ProductTile.Lanes % Shape.Dilation == 0 ? ProductTile.Lanes : 2 * ProductTile.Lanes;

    /// <inheritdoc/>
    public override int FewestBlocks => 8;

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
        float* filter = kernel + ((long)channel * Shape.GroupInputs + row) * Shape.Taps + tap * Step;
        if (pass.Point == FinitePoints)
            return filter[Step - 1];
        double point = Points6[pass.Point], value = 0;
        for (int i = Math.Min(Step, Shape.Taps - tap * Step) - 1; i >= 0; i--)
            value = value * point + filter[i];
        return (float)(value / Distances[pass.Point]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(float* input, long time, long firstLane, int channel, float* rows, int rowLanes, float* scratch)
    {
        int phaseLanes = PhaseLanes(rowLanes);
        (long first, int count) = Source(firstLane, rowLanes);
        float* source = Elements(input, time, first, count, scratch + Step * phaseLanes);
        _order.Gather(source, phaseLanes, Vector512.Create(Shape.Slope), scratch, phaseLanes);

        nint next = (nint)PointRows * rowLanes;
        bool infinity = Points > FinitePoints;
        Vector512<float> q1 = Vector512.Create(-4.25f), q2 = Vector512.Create(-1.25f), q3 = Vector512.Create(-5f);
        Vector512<float> four = Vector512.Create(4f), quarter = Vector512.Create(0.25f), two = Vector512.Create(2f), half = Vector512.Create(0.5f);
        float* p0 = scratch, p1 = p0 + phaseLanes, p2 = p1 + phaseLanes, p3 = p2 + phaseLanes, to = rows + (nint)channel * rowLanes;
        for (int lane = 0; lane < rowLanes; lane += Vector512<float>.Count)
        {
            Vector512<float> x0 = Vector512.Load(p0 + lane), x1 = Vector512.Load(p1 + lane), x2 = Vector512.Load(p2 + lane), x3 = Vector512.Load(p3 + lane);
            int after = lane + Shape.Dilation;
            Vector512<float> x4 = Vector512.Load(p0 + after), x5 = Vector512.Load(p1 + after);

            // Of each pair of points ±a: the odd coefficients are the same, the even ones have the sign of a.
            Vector512<float> odd = Avx512F.FusedMultiplyAdd(q1, x3, x1 + x5), even = Avx512F.FusedMultiplyAdd(q1, x2, x0 + x4);
            float* row = to + lane;
            (odd + even).Store(row);
            (odd - even).Store(row += next);
            odd = Avx512F.FusedMultiplyAdd(quarter, x1, Avx512F.FusedMultiplyAdd(q2, x3, x5));
            even = Avx512F.FusedMultiplyAdd(quarter, x0, Avx512F.FusedMultiplyAdd(q2, x2, x4));
            Avx512F.FusedMultiplyAdd(two, even, odd).Store(row += next);
            Avx512F.FusedMultiplyAddNegated(two, even, odd).Store(row += next);
            odd = Avx512F.FusedMultiplyAdd(four, x1, Avx512F.FusedMultiplyAdd(q3, x3, x5));
            even = Avx512F.FusedMultiplyAdd(four, x0, Avx512F.FusedMultiplyAdd(q3, x2, x4));
            Avx512F.FusedMultiplyAdd(half, even, odd).Store(row += next);
            Avx512F.FusedMultiplyAddNegated(half, even, odd).Store(row += next);
            if (infinity)
                Avx512F.FusedMultiplyAdd(Vector512.Create(5.25f), x2 - x4, Vector512.Load(p2 + after) - x0).Store(row + next);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch)
    {
        Vector512<float> bias = Vector512.Create(target.BiasOf(channel));
        Vector512<float> four = Vector512.Create(4f), quarter = Vector512.Create(0.25f);
        Vector512<float> two = Vector512.Create(2f), half = Vector512.Create(0.5f), eight = Vector512.Create(8f), eighth = Vector512.Create(0.125f);
        bool infinity = Points > FinitePoints;
        int phaseLanes = PhaseLanes((lanes + 15) / 16 * 16);
        for (int lane = 0; lane < lanes; lane += Vector512<float>.Count)
        {
            float* from = sums + lane;
            Vector512<float> plus = Vector512.Load(from), minus = Vector512.Load(from += pointStride);
            Vector512<float> s1 = plus + minus + bias, d1 = plus - minus + bias;
            plus = Vector512.Load(from += pointStride);
            minus = Vector512.Load(from += pointStride);
            Vector512<float> s2 = plus + minus, d2 = plus - minus;
            plus = Vector512.Load(from += pointStride);
            minus = Vector512.Load(from += pointStride);
            Vector512<float> s3 = plus + minus, d3 = plus - minus;

            float* to = scratch + lane;
            (s1 + s2 + s3).Store(to);
            Avx512F.FusedMultiplyAdd(half, d3, Avx512F.FusedMultiplyAdd(two, d2, d1)).Store(to += phaseLanes);
            Avx512F.FusedMultiplyAdd(quarter, s3, Avx512F.FusedMultiplyAdd(four, s2, s1)).Store(to += phaseLanes);
            Vector512<float> last = Avx512F.FusedMultiplyAdd(eighth, d3, Avx512F.FusedMultiplyAdd(eight, d2, d1));
            if (infinity)
                last += Vector512.Load(from + pointStride);
            last.Store(to + phaseLanes);
        }

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

    // A row between the points is left out: else the rows of a channel, which are written together, would lie whole pages apart and drive each other out of the cache.
    private int PointRows => Shape.GroupInputs + 1;

    // Lanes of the phases: a row's lane reads its own and its successor's.
    private int PhaseLanes(int rowLanes) => (rowLanes + Shape.Dilation + 15) / 16 * 16;
}
