using System.Buffers;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Convolution over time in fp32, plain or transposed: weights packed once, then any number of runs. Input and output are [batch, channels, time]. A leaky rectifier in front of it and
/// a shortcut around it, which vocoders have at almost every convolution, cost no pass over memory of their own. Thread-safe.
/// </summary>
internal sealed unsafe class ConvolutionKernel
{
    // What the rows of a tile may take of a core's second-level cache, through whose other half the weights pass.
    private const int RowBytes = 480 << 10;
    private const int MostLanes = 4 * ProductTile.Lanes;
    private const int Alignment = 64;

    // Fewer parts than this for each thread, and one of them waits for the others at the end.
    private const int PartsOfThread = 4;
    private readonly ConvolutionScheme _scheme;
    private readonly float _slope;
    private readonly int _blocks;
    private readonly long _blockWeights;
    private readonly int _halo;

    /// <summary>Chooses how the convolution is computed.</summary>
    /// <param name="shape">One that <see cref="Supports"/> names.</param>
    /// <param name="slope">Negative elements of the input are multiplied by this, at most 1, before anything else; 1 leaves them as they are.</param>
    public ConvolutionKernel(ConvolutionShape shape, float slope = 1)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Supports(shape), false, nameof(shape));
        Shape = shape;
        _slope = slope;
        _scheme = shape.Transposed ? new TransposedScheme(shape) : ShortFilterScheme.Serves(shape) ? new ShortFilterScheme(shape) : new PlainScheme(shape);
        _blocks = (_scheme.ProductChannels + ProductTile.Channels - 1) / ProductTile.Channels;
        _blockWeights = _scheme.Passes.Sum(static pass => (long)pass.Rows * pass.Taps) * ProductTile.Channels;
        _halo = (_scheme.Passes.Max(static pass => pass.Taps) - 1) * _scheme.TapStep;
    }

    /// <summary>What it computes.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Number of packed weights.</summary>
    public long PackedCount => _blockWeights * _blocks * Shape.Groups;

    /// <summary>Whether the kernel computes such a convolution; groups that are too narrow to fill its tiles are left to others.</summary>
    public static bool Supports(ConvolutionShape shape) =>
        shape is { Inputs: > 0, Outputs: > 0, PadBefore: >= 0, PadAfter: >= 0, Taps: > 0, Stride: > 0, Dilation: > 0, Groups: > 0 }
        && shape.Inputs % shape.Groups == 0 && shape.Outputs % shape.Groups == 0
        && (shape.Groups == 1 || Math.Min(shape.GroupInputs, shape.GroupOutputs) >= ProductTile.Channels)
        && (shape.Dilation == 1 || (shape.Stride == 1 && !shape.Transposed))
        && (!shape.Transposed || shape.Taps >= shape.Stride);

    /// <summary>Packs the weights.</summary>
    /// <param name="weights">[outputs, inputs / groups, taps], or [inputs, outputs / groups, taps] of a transposed convolution.</param>
    /// <param name="packed"><see cref="PackedCount"/> elements.</param>
    public void Pack(float* weights, float* packed)
    {
        for (int group = 0; group < Shape.Groups; group++)
        {
            // A plain kernel has the group's outputs together; a transposed one the group's inputs.
            float* kernel = weights + (long)group * Shape.GroupInputs * Shape.GroupOutputs * Shape.Taps;
            for (int block = 0; block < _blocks; block++)
                foreach (ProductPass pass in _scheme.Passes)
                    for (int row = 0; row < pass.Rows; row++)
                        for (int tap = 0; tap < pass.Taps; tap++)
                            for (int i = 0; i < ProductTile.Channels; i++)
                            {
                                int channel = block * ProductTile.Channels + i;
                                *packed++ = channel < _scheme.ProductChannels ? _scheme.Weight(kernel, pass, row, tap, channel) : 0;
                            }
        }
    }

    /// <summary>Cuts a run into parts.</summary>
    /// <param name="call">With batch, time and all addresses, for which the output has frames; gets the rest.</param>
    /// <param name="threads">Number of threads that will work on it. The results do not depend on it.</param>
    public void Plan(ref ConvolutionCall call, int threads)
    {
        call.Frames = Shape.Frames(call.Time);
        long lanes = _scheme.Lanes(call.Frames), planes = call.Batch * Shape.Groups;
        int enough = PartsOfThread * threads;
        call.TileLanes = Math.Clamp((RowBytes / sizeof(float) / _scheme.Rows - _halo) / ProductTile.Lanes * ProductTile.Lanes, ProductTile.Lanes, MostLanes);

        // Long tiles share their halos, but there should be a few for each thread.
        while (call.TileLanes > ProductTile.Lanes && planes * lanes < (long)call.TileLanes * enough)
            call.TileLanes -= ProductTile.Lanes;
        int usable = _scheme.UsableLanes(call.TileLanes);
        call.Tiles = checked((int)((lanes + usable - 1) / usable));
        long tiles = call.Tiles * planes;
        call.Shares = (int)Math.Clamp(enough / Math.Max(tiles, 1), 1, Math.Max(1, _blocks / 4));
        call.Parts = checked((int)(tiles * call.Shares));
    }

    /// <summary>Computes one part; parts may run at once, in any order.</summary>
    /// <param name="call">From <see cref="Plan"/>.</param>
    /// <param name="part">Number of the part.</param>
    public void Run(in ConvolutionCall call, int part)
    {
        int lanes = call.TileLanes, rowLanes = (lanes + _halo + 15) / 16 * 16;
        int rowElements = checked(_scheme.Rows * rowLanes), sumElements = _scheme.Points * ProductTile.Channels * lanes;
        float[] memory = ArrayPool<float>.Shared.Rent(rowElements + sumElements + _scheme.Scratch(rowLanes) + 2 * Alignment);
        fixed (float* start = memory)
        {
            float* rows = (float*)(((nint)start + Alignment - 1) / Alignment * Alignment);
            Run(call, part, rows, rowLanes, rows + rowElements, rows + rowElements + sumElements);
        }

        ArrayPool<float>.Shared.Return(memory);
    }

    private void Run(in ConvolutionCall call, int part, float* rows, int rowLanes, float* sums, float* scratch)
    {
        (int item, int share) = Math.DivRem(part, call.Shares);
        (int plane, int tile) = Math.DivRem(item, call.Tiles);
        (int batch, int group) = Math.DivRem(plane, Shape.Groups);
        int inputs = Shape.GroupInputs, outputs = Shape.GroupOutputs, usable = _scheme.UsableLanes(call.TileLanes);
        long firstLane = (long)tile * usable;
        float* input = call.Input + ((long)batch * Shape.Inputs + group * inputs) * call.Time;
        for (int channel = 0; channel < inputs; channel++)
            _scheme.Read(input + channel * call.Time, call.Time, firstLane, channel, _slope, rows, rowLanes, scratch);

        long offset = ((long)batch * Shape.Outputs + group * outputs) * call.Frames;
        FrameTarget target = new(
            call.Output + offset, call.Residual is null ? null : call.Residual + offset, call.Bias is null ? null : call.Bias + group * outputs, call.Frames);
        nint sumStride = call.TileLanes, pointStride = ProductTile.Channels * sumStride;
        int end = _blocks * (share + 1) / call.Shares;
        for (int block = _blocks * share / call.Shares; block < end; block++)
        {
            Multiply(call.Weights + ((long)group * _blocks + block) * _blockWeights, rows, rowLanes, sums, sumStride);
            int count = Math.Min(ProductTile.Channels, _scheme.ProductChannels - block * ProductTile.Channels);
            for (int channel = 0; channel < count; channel++)
                _scheme.Write(sums + channel * sumStride, pointStride, firstLane, usable, block * ProductTile.Channels + channel, target, scratch);
        }
    }

    /// <summary>The sums of a block of channels, [points, 8, lanes].</summary>
    private void Multiply(float* weights, float* rows, int rowLanes, float* sums, nint lanes)
    {
        foreach (ProductPass pass in _scheme.Passes)
        {
            for (nint lane = 0; lane < lanes; lane += ProductTile.Lanes)
                ProductTile.Run(
                    rows + (nint)pass.FirstRow * rowLanes + lane, rowLanes, pass.Rows, pass.Taps, _scheme.TapStep, weights,
                    sums + pass.Point * ProductTile.Channels * lanes + lane, lanes, pass.Accumulate);
            weights += (nint)pass.Rows * pass.Taps * ProductTile.Channels;
        }
    }
}
