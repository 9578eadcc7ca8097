using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Convolution over time in fp32, plain or transposed: weights packed once, then any number of runs. Input and output are [batch, channels, time]. A leaky rectifier in front of it and
/// a shortcut around it, which vocoders have at almost every convolution, cost no pass over memory of their own. Thread-safe.
/// </summary>
internal sealed unsafe class ConvolutionKernel
{
    private const int Alignment = 64;
    private const int LineElements = Alignment / sizeof(float);

    // Fewer parts than this for each thread, and one of them waits for the others at the end.
    private const int PartsOfThread = 8;

    // What a part may need, in elements. It is taken on threads of the runtime, where nothing may fail.
    private const long MostMemory = 1 << 25;
    private readonly ConvolutionScheme _scheme;
    private readonly int _blocks;
    private readonly long _blockWeights;
    private readonly int _halo;

    /// <summary>Chooses how the convolution is computed.</summary>
    /// <param name="shape">One that <see cref="Supports"/> names.</param>
    public ConvolutionKernel(ConvolutionShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Supports(shape), false, nameof(shape));
        Shape = shape;
        _scheme = shape.Transposed ? new TransposedScheme(shape) : (ConvolutionScheme?)ShortFilterScheme.For(shape) ?? new PlainScheme(shape);
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
        && shape.Slope <= 1 && (!shape.Elu || shape.Slope == 1)
        && (!shape.Transposed || (shape.Taps >= shape.Stride && !shape.Mirrored))
        && MostElements(shape) <= MostMemory;

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
        int shares = Math.Max(1, _blocks / _scheme.FewestBlocks);
        for (call.TileLanes = _scheme.MostLanes; ; call.TileLanes -= ProductTile.Lanes)
        {
            int usable = _scheme.UsableLanes(call.TileLanes);
            call.Tiles = checked((int)((lanes + usable - 1) / usable));
            long tiles = call.Tiles * planes;
            call.Shares = (int)Math.Clamp((enough + tiles - 1) / tiles, 1, shares);
            call.Parts = checked((int)(tiles * call.Shares));
            if (call.Parts >= enough || call.TileLanes == ProductTile.Lanes)
                return;
        }
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
        (long first, int elements) = _scheme.Source(firstLane, rowLanes);
        for (int channel = 0; channel < inputs; channel++)
        {
            if (channel + 1 < inputs)
                Fetch(input + (channel + 1) * call.Time, first, first + elements, call.Time);
            _scheme.Read(input + channel * call.Time, call.Time, firstLane, channel, rows, rowLanes, scratch);
        }

        long offset = ((long)batch * Shape.Outputs + group * outputs) * call.Frames;
        FrameTarget target = new(
            call.Output + offset, call.Residual is null ? null : call.Residual + offset, call.Bias is null ? null : call.Bias + group * outputs, call.Frames);
        nint sumStride = call.TileLanes, pointStride = ProductTile.Channels * sumStride;
        int end = _blocks * (share + 1) / call.Shares;
        for (int block = _blocks * share / call.Shares; block < end; block++)
        {
            int count = Math.Min(ProductTile.Channels, _scheme.ProductChannels - block * ProductTile.Channels);
            Multiply(call.Weights + ((long)group * _blocks + block) * _blockWeights, rows, rowLanes, sums, sumStride, target, block * ProductTile.Channels, count, firstLane, usable);
            for (int channel = 0; channel < count; channel++)
                _scheme.Write(sums + channel * sumStride, pointStride, firstLane, usable, block * ProductTile.Channels + channel, target, scratch);
        }
    }

    // Rows of a tile under any scheme, times their lanes.
    private static double MostElements(ConvolutionShape shape) =>
        (shape.GroupInputs + 1.0) * Math.Max(shape.Stride, TenPointScheme.Products) * (2 * ProductTile.Lanes * ProductTile.Channels + (double)shape.Taps * shape.Dilation);

    /// <summary>The sums of a block of channels, [points, 8, lanes]. Meanwhile what <see cref="ConvolutionScheme.Write"/> will touch comes into the cache.</summary>
    private void Multiply(
        float* weights, float* rows, int rowLanes, float* sums, nint lanes, in FrameTarget target, int firstChannel, int channels, long firstLane, int usable)
    {
        (long first, int frames) = _scheme.Target(firstLane, usable);
        int tiles = (int)lanes / ProductTile.Lanes, steps = tiles * _scheme.Passes.Length, step = 0;
        foreach (ProductPass pass in _scheme.Passes)
        {
            for (nint lane = 0; lane < lanes; lane += ProductTile.Lanes)
            {
                if (frames > 0)
                    target.Fetch(firstChannel, channels, first, frames, step++, steps);
                ProductTile.Run(
                    rows + (nint)pass.FirstRow * rowLanes + lane, rowLanes, pass.Rows, pass.Taps, _scheme.TapStep, weights,
                    sums + pass.Point * ProductTile.Channels * lanes + lane, lanes, pass.Accumulate);
            }

            weights += (nint)pass.Rows * pass.Taps * ProductTile.Channels;
        }
    }

    // Rows lie too far apart for the processor to see the next one coming.
    private static void Fetch(float* channel, long first, long end, long time)
    {
        end = Math.Min(end, time);
        for (long at = Math.Max(first, 0); at < end; at += LineElements)
            Sse.Prefetch0(channel + at);
    }
}
