using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Shapes: everything that moves elements without computing.</content>
public readonly partial struct Tensor
{
    /// <summary>The lengths of all axes: int64 [rank].</summary>
    public Tensor Shape() => Apply("Shape").As(TensorType.Int64, 1);

    /// <summary>The length of one axis: an int64 scalar.</summary>
    public Tensor Length(int axis) => Lengths(axis).Squeeze(0);

    /// <summary>The lengths of one axis as int64 [1], to be put together with <see cref="Concat"/>.</summary>
    public Tensor Lengths(int axis) => Apply("Shape", ("start", Axis(axis)), ("end", Axis(axis) + 1)).As(TensorType.Int64, 1);

    /// <summary>Swaps two axes.</summary>
    public Tensor Transpose(int first, int second)
    {
        int[] order = [.. Enumerable.Range(0, Rank)];
        (order[Axis(first)], order[Axis(second)]) = (order[Axis(second)], order[Axis(first)]);
        return Permute(order);
    }

    /// <summary>Orders the axes anew: axis i of the result is axis <paramref name="order"/>[i] of this.</summary>
    public Tensor Permute(params int[] order) =>
        order.Length == Rank
            ? Apply("Transpose", ("perm", order))
            : throw new ArgumentException($"'{Name}' has rank {Rank}, the order names {order.Length} axes.", nameof(order));

    /// <summary>The same elements in another shape.</summary>
    /// <param name="shape">Lengths; 0 keeps the length of the same axis, one -1 takes what is left.</param>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => Builder.Node("Reshape", [this, Longs(shape)]).As(rank: shape.Length);

    /// <summary>The same elements in a shape that is computed.</summary>
    /// <param name="shape">int64 [rank].</param>
    /// <param name="rank">Number of axes of the result.</param>
    public Tensor Reshape(Tensor shape, int rank) => Builder.Node("Reshape", [this, shape]).As(rank: rank);

    /// <summary>Joins the axes from <paramref name="axis"/> on into one, keeping those before.</summary>
    public Tensor Flatten(int axis = 1) => Reshape([.. Enumerable.Repeat(0L, Axis(axis)), -1]);

    /// <summary>Adds an axis of length 1.</summary>
    /// <param name="axis">Its place in the result.</param>
    public Tensor Unsqueeze(int axis) => Builder.Node("Unsqueeze", [this, Longs(axis)]).As(rank: Rank + 1);

    /// <summary>Removes an axis of length 1.</summary>
    public Tensor Squeeze(int axis) => Builder.Node("Squeeze", [this, Longs(Axis(axis))]).As(rank: Rank - 1);

    /// <summary>Repeats along axes of length 1 until the shape fits; the shape may be computed.</summary>
    /// <param name="shape">int64 [rank].</param>
    /// <param name="rank">Number of axes of the result.</param>
    public Tensor Expand(Tensor shape, int rank) => Builder.Node("Expand", [this, shape]).As(rank: rank);

    /// <summary>Repeats along axes of length 1 until the shape fits; 1 keeps an axis as it is.</summary>
    public Tensor Expand(params ReadOnlySpan<long> shape) => Expand(Longs(shape), Math.Max(Rank, shape.Length));

    /// <summary>Repeats the whole along each axis.</summary>
    /// <param name="repeats">A number for each axis.</param>
    public Tensor Tile(params ReadOnlySpan<long> repeats) => Builder.Node("Tile", [this, Longs(repeats)]);

    /// <summary>Puts tensors one behind the other.</summary>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts) =>
        parts[0].Builder.Node("Concat", parts, ("axis", parts[0].Axis(axis)));

    /// <summary>Puts tensors one behind the other along a new axis.</summary>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> parts)
    {
        Tensor[] widened = new Tensor[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            widened[i] = parts[i].Unsqueeze(axis);
        return Concat(axis, widened);
    }

    /// <summary>Cuts into two equal parts.</summary>
    public (Tensor First, Tensor Second) SplitInTwo(int axis)
    {
        Tensor[] parts = Split(2, axis);
        return (parts[0], parts[1]);
    }

    /// <summary>Cuts into equal parts.</summary>
    public Tensor[] Split(int parts, int axis) => Builder.Nodes("Split", parts, [this], ("axis", Axis(axis)), ("num_outputs", parts));

    /// <summary>Cuts into parts of given lengths.</summary>
    public Tensor[] Split(ReadOnlySpan<long> lengths, int axis) => Builder.Nodes("Split", lengths.Length, [this, Longs(lengths)], ("axis", Axis(axis)));

    /// <summary>Elements from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    /// <param name="axis">The axis that is cut.</param>
    /// <param name="start">First index; negative counts from the end.</param>
    /// <param name="end">First index left out; negative counts from the end.</param>
    /// <param name="step">Distance of the elements; negative walks backwards.</param>
    public Tensor Slice(int axis, long start, long end = long.MaxValue, long step = 1) =>
        Builder.Node("Slice", [this, Longs(start), Longs(end), Longs(Axis(axis)), Longs(step)]);

    /// <summary>Elements between computed indices (int64, scalar or [1]).</summary>
    public Tensor Slice(int axis, Tensor start, Tensor end) => Builder.Node("Slice", [this, start.AsVector(), end.AsVector(), Longs(Axis(axis))]);

    /// <summary>The element at an index of an axis, which vanishes.</summary>
    public Tensor Select(int axis, long index) =>
        Builder.Node("Gather", [this, Builder.Scalar(TensorType.Int64, index)], ("axis", Axis(axis))).As(rank: Rank - 1);

    /// <summary>The elements in opposite order.</summary>
    public Tensor Flip(int axis) => Slice(axis, -1, long.MinValue, -1);

    /// <summary>The rows that indices name, as an embedding look-up: the axis is replaced by the axes of the indices.</summary>
    /// <param name="indices">int64.</param>
    /// <param name="axis">The axis that the indices count.</param>
    public Tensor Gather(Tensor indices, int axis = 0) =>
        Builder.Node("Gather", [this, indices], ("axis", Axis(axis))).As(rank: Rank + indices.Rank - 1);

    /// <summary>One element of an axis for each index; <paramref name="indices"/> has this tensor's rank (torch.gather).</summary>
    public Tensor GatherElements(Tensor indices, int axis) => Builder.Node("GatherElements", [this, indices], ("axis", Axis(axis)));

    /// <summary>Adds elements at both ends of an axis.</summary>
    public Tensor Pad(int axis, Padding padding, PadMode mode = PadMode.Constant, double value = 0)
    {
        long[] pads = new long[2 * Rank];
        pads[Axis(axis)] = padding.Before;
        pads[Rank + Axis(axis)] = padding.After;
        return Pad(Longs(pads), mode, value);
    }

    /// <summary>Adds elements at the ends of all axes, as computed.</summary>
    /// <param name="pads">int64 [2 · rank]: all counts in front, then all counts behind.</param>
    /// <param name="mode">What is added.</param>
    /// <param name="value">The constant, for <see cref="PadMode.Constant"/>.</param>
    public Tensor Pad(Tensor pads, PadMode mode = PadMode.Constant, double value = 0) => mode switch
    {
        PadMode.Reflect => Builder.Node("Pad", [this, pads], ("mode", "reflect")),
        PadMode.Edge => Builder.Node("Pad", [this, pads], ("mode", "edge")),
        _ => Builder.Node("Pad", [this, pads, Builder.Scalar(Type, value)], ("mode", "constant")),
    };

    /// <summary>The integers 0, 1, … below this int64 scalar.</summary>
    public Tensor Range() => Range(Builder.Scalar(TensorType.Int64, 0), this);

    /// <summary>The integers from one int64 scalar up to, not including, another.</summary>
    public static Tensor Range(Tensor start, Tensor end) =>
        start.Builder.Node("Range", [start, end, start.Builder.Scalar(TensorType.Int64, 1)]).As(rank: 1);

    private Tensor AsVector() => Rank == 0 ? Unsqueeze(0) : this;
}
