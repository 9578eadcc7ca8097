using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>Products of one pass of <see cref="ProductTile"/> for a block of output channels.</summary>
/// <param name="FirstRow">First of its rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Taps">Taps of each row.</param>
/// <param name="Point">Which of the scheme's sums the products belong to.</param>
/// <param name="Accumulate">Whether they are added to those of an earlier pass.</param>
internal readonly record struct ProductPass(int FirstRow, int Rows, int Taps, int Point, bool Accumulate);

/// <summary>
/// A way to turn a convolution into products of rows with weights, where a row is a sequence of lanes and a tap is a fixed number of lanes away. It says how time becomes
/// rows, which weights the products need, and how the sums become time again. All of it concerns one channel group.
/// </summary>
internal abstract unsafe class ConvolutionScheme(ConvolutionShape shape)
{
    /// <summary>What is computed.</summary>
    public ConvolutionShape Shape { get; } = shape;

    /// <summary>Rows that a tile of time becomes.</summary>
    public abstract int Rows { get; }

    /// <summary>Sums that a lane has for each channel.</summary>
    public abstract int Points { get; }

    /// <summary>Channels of the products; more than the convolution has where one of them is a part of its frames only.</summary>
    public abstract int ProductChannels { get; }

    /// <summary>The passes, in their order; weights lie in the same order.</summary>
    public abstract ProductPass[] Passes { get; }

    /// <summary>Lanes from a tap to the next.</summary>
    public abstract int TapStep { get; }

    /// <summary>The most lanes that a tile should have, a multiple of <see cref="ProductTile.Lanes"/>.</summary>
    public abstract int MostLanes { get; }

    /// <summary>Fewest blocks of output channels for which reading a tile on its own pays.</summary>
    public abstract int FewestBlocks { get; }

    /// <summary>The lanes of a tile that can be used: a tile must be a contiguous piece of time.</summary>
    public virtual int UsableLanes(int lanes) => lanes;

    /// <summary>Lanes of the whole output.</summary>
    public abstract long Lanes(long frames);

    /// <summary>Elements of scratch memory that <see cref="Read"/> and <see cref="Write"/> need.</summary>
    /// <param name="rowLanes">Lanes of a row.</param>
    public abstract int Scratch(int rowLanes);

    /// <summary>Elements of an input channel that <see cref="Read"/> looks at; some of them may lie before or behind it.</summary>
    public abstract (long First, int Count) Source(long firstLane, int rowLanes);

    /// <summary>Frames that <see cref="Write"/> writes one after the other; none where it skips frames.</summary>
    public abstract (long First, int Count) Target(long firstLane, int lanes);

    /// <summary>A weight of the products.</summary>
    /// <param name="kernel">[group outputs, group inputs, taps], or [group inputs, all outputs, taps] of a transposed convolution from the group's first output on.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="row">Row within the pass.</param>
    /// <param name="tap">Tap of the row.</param>
    /// <param name="channel">Product channel.</param>
    public abstract float Weight(float* kernel, in ProductPass pass, int row, int tap, int channel);

    /// <summary>Writes the rows of one input channel.</summary>
    /// <param name="input">The channel, [time].</param>
    /// <param name="time">Its length.</param>
    /// <param name="firstLane">The lane that comes first in the rows.</param>
    /// <param name="channel">Number of the channel within the group.</param>
    /// <param name="rows">[rows, lanes].</param>
    /// <param name="rowLanes">Lanes of a row.</param>
    /// <param name="scratch">At least <see cref="Scratch"/> elements.</param>
    public abstract void Read(float* input, long time, long firstLane, int channel, float* rows, int rowLanes, float* scratch);

    /// <summary>Writes the frames of one product channel. The channels of a block are written in their order, and the sums of all of them are there.</summary>
    /// <param name="sums">[points, channels of a tile, lanes], the first lane of the channel.</param>
    /// <param name="pointStride">Elements from a point to the next.</param>
    /// <param name="firstLane">The lane that comes first in the sums.</param>
    /// <param name="lanes">Usable lanes of the tile.</param>
    /// <param name="channel">Product channel.</param>
    /// <param name="target">Where the group's frames go.</param>
    /// <param name="scratch">At least <see cref="Scratch"/> elements.</param>
    public abstract void Write(float* sums, nint pointStride, long firstLane, int lanes, int channel, in FrameTarget target, float* scratch);

    /// <summary>The lanes whose rows stay in a core's second-level cache while the weights pass through it.</summary>
    protected static int LanesOf(int rows)
    {
        const int RowBytes = 128 << 10, Most = 4;
        return Math.Clamp(RowBytes / sizeof(float) / rows / ProductTile.Lanes, 1, Most) * ProductTile.Lanes;
    }

    /// <summary>
    /// Elements <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> of a channel, with zeros or its mirror image where it has none: the channel itself where it has
    /// all of them and they need not be changed, else a copy. What <see cref="ConvolutionShape.Slope"/> asks for is left to the reader.
    /// </summary>
    protected float* Elements(float* input, long time, long first, int count, float* copy)
    {
        bool whole = first >= 0 && first + count <= time;
        if (whole && !Shape.Elu)
            return input + first;
        int from = (int)Math.Clamp(-first, 0, count), to = (int)Math.Clamp(time - first, from, count);
        if (to > from)
            new ReadOnlySpan<float>(input + first + from, to - from).CopyTo(new(copy + from, to - from));
        for (int i = 0; i < from; i++)
            copy[i] = Outside(input, time, first + i);
        for (int i = to; i < count; i++)
            copy[i] = Outside(input, time, first + i);
        if (Shape.Elu)
            Exponential(copy, count);
        return copy;
    }

    private float Outside(float* input, long time, long at)
    {
        if (!Shape.Mirrored)
            return 0;
        long end = Math.Max(time, Math.Max(Shape.PadBefore, Shape.Behind(time)) + 1), source = at < 0 ? -at : at < end ? at : 2 * (end - 1) - at;
        return source >= 0 && source < time ? input[source] : 0;
    }

    // Up to fifteen elements more are changed.
    private static void Exponential(float* elements, int count)
    {
        for (int i = 0; i < count; i += Vector512<float>.Count)
        {
            Vector512<float> x = Vector512.Load(elements + i);
            Vector512<float> below = Vector512.Exp(Vector512.Min(x, Vector512<float>.Zero)) - Vector512<float>.One;
            Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, below).Store(elements + i);
        }
    }
}
