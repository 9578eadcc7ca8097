using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Convolution over time in fp32, plain or transposed: weights packed once, then any number of runs. Input and output are [batch, channels, time]. A leaky rectifier in front of it and
/// a shortcut around it, which vocoders have at almost every convolution, cost no pass over memory of their own. Thread-safe.
/// </summary>
internal sealed unsafe class ConvolutionKernel : IDisposable
{
    // What the rows of a tile may take of a core's second-level cache, the other half of which the weights pass through.
    private const int RowBytes = 480 << 10;
    private const int MostTiles = 4;
    private const int Alignment = 64;

    // Fewer parts than this leave a thread without work at the end.
    private const int EnoughParts = 8;
    private readonly ConvolutionScheme _scheme;
    private readonly NativeBuffer _weights;
    private readonly NativeBuffer? _bias;
    private readonly float _slope;
    private readonly int _blocks;
    private readonly long _blockWeights;
    private readonly int _halo;

    /// <summary>Packs the weights; the given memory is not used afterwards.</summary>
    /// <param name="shape">One that <see cref="Supports"/> names.</param>
    /// <param name="weights">[outputs, inputs / groups, taps], or [inputs, outputs / groups, taps] of a transposed convolution.</param>
    /// <param name="bias">[outputs]; null for none.</param>
    /// <param name="slope">Negative elements of the input are multiplied by this, at most 1, before anything else; 1 leaves them as they are.</param>
    public ConvolutionKernel(ConvolutionShape shape, float* weights, float* bias, float slope = 1)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Supports(shape), false, nameof(shape));
        Shape = shape;
        _slope = slope;
        _scheme = shape.Transposed ? new TransposedScheme(shape) : ShortFilterScheme.Serves(shape) ? new ShortFilterScheme(shape) : new PlainScheme(shape);
        _blocks = (_scheme.ProductChannels + ProductTile.Channels - 1) / ProductTile.Channels;
        _blockWeights = _scheme.Passes.Sum(static pass => (long)pass.Rows * pass.Taps) * ProductTile.Channels;
        _halo = (_scheme.Passes.Max(static pass => pass.Taps) - 1) * _scheme.TapStep;
        _weights = new(_blockWeights * _blocks * shape.Groups * sizeof(float));
        Pack(weights);
        if (bias is not null)
        {
            _bias = new((long)shape.Outputs * sizeof(float));
            new ReadOnlySpan<float>(bias, shape.Outputs).CopyTo(new((void*)_bias.Address, shape.Outputs));
        }
    }

    /// <summary>What it computes.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Size of the packed weights in bytes.</summary>
    public long WeightBytes => _weights.ByteCount;

    /// <summary>Whether this processor has what the kernel is written for.</summary>
    public static bool IsSupported => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;

    /// <summary>Whether the kernel computes such a convolution; groups that are too narrow to fill its tiles are left to others.</summary>
    public static bool Supports(ConvolutionShape shape) =>
        shape.Inputs % shape.Groups == 0 && shape.Outputs % shape.Groups == 0
        && (shape.Groups == 1 || Math.Min(shape.GroupInputs, shape.GroupOutputs) >= ProductTile.Channels)
        && (shape.Dilation == 1 || (shape.Stride == 1 && !shape.Transposed))
        && shape is { PadBefore: >= 0, PadAfter: >= 0, Taps: > 0, Stride: > 0, Dilation: > 0 }
        && (!shape.Transposed || shape.Taps >= shape.Stride);

    /// <summary>Cuts a run into parts.</summary>
    /// <param name="input">[batch, inputs, time].</param>
    /// <param name="residual">Added to the output, [batch, outputs, frames]; null for none.</param>
    /// <param name="output">[batch, outputs, frames].</param>
    /// <param name="batch">Number of rows.</param>
    /// <param name="time">Length of the input, such that the output has frames.</param>
    public ConvolutionCall Plan(float* input, float* residual, float* output, long batch, long time)
    {
        ConvolutionCall call = new() { Input = input, Residual = residual, Output = output, Batch = batch, Time = time, Frames = Shape.Frames(time) };
        long lanes = _scheme.Lanes(call.Frames), rows = batch * Shape.Groups;
        int most = Math.Clamp((RowBytes / sizeof(float) / _scheme.Rows - _halo) / ProductTile.Lanes, 1, MostTiles);

        // Long tiles share their halos, but there should be a few for each thread.
        while (most > 1 && rows * lanes < (long)most * ProductTile.Lanes * EnoughParts)
            most--;
        call.TileLanes = most * ProductTile.Lanes;
        int usable = _scheme.UsableLanes(call.TileLanes);
        call.Tiles = checked((int)((lanes + usable - 1) / usable));
        long tiles = call.Tiles * rows;
        call.Shares = (int)Math.Clamp(EnoughParts / Math.Max(tiles, 1), 1, Math.Max(1, _blocks / 4));
        call.Parts = checked((int)(tiles * call.Shares));
        return call;
    }

    /// <summary>Computes one part; parts may run at once, in any order.</summary>
    /// <param name="call">From <see cref="Plan"/>.</param>
    /// <param name="part">Number of the part.</param>
    public void Run(in ConvolutionCall call, int part)
    {
        int lanes = call.TileLanes, rowLanes = (lanes + _halo + 15) / 16 * 16;
        int rowElements = checked(_scheme.Rows * rowLanes), sumElements = _scheme.Points * ProductTile.Channels * lanes;

        // Sixteen elements more, because the last lanes of a tile read beyond a row's end.
        float[] memory = ArrayPool<float>.Shared.Rent(rowElements + sumElements + _scheme.Scratch(rowLanes) + 4 * Alignment);
        fixed (float* start = memory)
        {
            float* rows = (float*)(((nint)start + Alignment - 1) / Alignment * Alignment);
            float* sums = rows + rowElements + 16;
            Run(call, part, rows, rowLanes, sums, sums + sumElements);
        }

        ArrayPool<float>.Shared.Return(memory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _bias?.Dispose();
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
            call.Output + offset, call.Residual is null ? null : call.Residual + offset,
            _bias is null ? null : (float*)_bias.Address + group * outputs, call.Frames);
        nint sumStride = call.TileLanes, pointStride = ProductTile.Channels * sumStride;
        int end = _blocks * (share + 1) / call.Shares;
        for (int block = _blocks * share / call.Shares; block < end; block++)
        {
            float* weights = (float*)_weights.Address + ((long)group * _blocks + block) * _blockWeights;
            foreach (ProductPass pass in _scheme.Passes)
            {
                for (int lane = 0; lane < call.TileLanes; lane += ProductTile.Lanes)
                    ProductTile.Run(
                        rows + (nint)pass.FirstRow * rowLanes + lane, rowLanes, pass.Rows, pass.Taps, _scheme.TapStep, weights,
                        sums + pass.Point * pointStride + lane, sumStride, pass.Accumulate);
                weights += pass.Rows * pass.Taps * ProductTile.Channels;
            }

            int count = Math.Min(ProductTile.Channels, _scheme.ProductChannels - block * ProductTile.Channels);
            for (int channel = 0; channel < count; channel++)
                _scheme.Write(sums + channel * sumStride, pointStride, firstLane, usable, block * ProductTile.Channels + channel, target, scratch);
        }
    }

    private void Pack(float* weights)
    {
        float* to = (float*)_weights.Address;
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
                                *to++ = channel < _scheme.ProductChannels ? _scheme.Weight(kernel, pass, row, tap, channel) : 0;
                            }
        }
    }
}
