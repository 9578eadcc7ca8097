namespace AudioSubnet.Inference.Graph;

/// <content>Convolutions and pooling; their weights are given, see <see cref="Scope"/> for those of a checkpoint.</content>
public readonly partial struct Tensor
{
    /// <summary>Convolution over time: [batch, in, time] to [batch, out, frames], or with an axis of length 1 before the last.</summary>
    /// <param name="weight">[out, in / groups, kernel], or [out, in / groups, 1, kernel].</param>
    /// <param name="bias">[out]; may be left out.</param>
    /// <param name="stride">Distance of the frames.</param>
    /// <param name="padding">Zeros added before and after.</param>
    /// <param name="dilation">Distance of the kernel's taps.</param>
    /// <param name="groups">Number of channel groups.</param>
    public Tensor Conv1d(Tensor weight, Tensor bias, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1) =>
        Builder.Node(
            "Conv", bias.IsPresent ? [this, weight, bias] : [this, weight],
            ("strides", OverTime(stride, 1)), ("pads", Pads(padding)), ("dilations", OverTime(dilation, 1)), ("group", groups));

    /// <summary>Convolution over a plane: [batch, in, height, width].</summary>
    /// <param name="weight">[out, in / groups, kernel height, kernel width].</param>
    /// <param name="bias">[out]; may be left out.</param>
    /// <param name="stride">Distances along height and width.</param>
    /// <param name="padding">Zeros added on both sides along height and width.</param>
    /// <param name="groups">Number of channel groups.</param>
    public Tensor Conv2d(Tensor weight, Tensor bias, (int Height, int Width) stride, (int Height, int Width) padding, int groups = 1) =>
        Builder.Node(
            "Conv", bias.IsPresent ? [this, weight, bias] : [this, weight],
            ("strides", new[] { stride.Height, stride.Width }),
            ("pads", new[] { padding.Height, padding.Width, padding.Height, padding.Width }), ("group", groups));

    /// <summary>Transposed convolution over time: [batch, in, frames] to [batch, out, (frames - 1) · stride + kernel - padding + outputPadding].</summary>
    /// <param name="weight">[in, out / groups, kernel], or [in, out / groups, 1, kernel].</param>
    /// <param name="bias">[out]; may be left out.</param>
    /// <param name="stride">Distance of the frames in the result.</param>
    /// <param name="padding">Elements cut off before and after.</param>
    /// <param name="outputPadding">Elements added at the end.</param>
    /// <param name="groups">Number of channel groups.</param>
    public Tensor ConvTranspose1d(Tensor weight, Tensor bias, int stride = 1, Padding padding = default, int outputPadding = 0, int groups = 1) =>
        Builder.Node(
            "ConvTranspose", bias.IsPresent ? [this, weight, bias] : [this, weight],
            ("strides", OverTime(stride, 1)), ("pads", Pads(padding)), ("output_padding", OverTime(outputPadding, 0)), ("group", groups));

    /// <summary>Largest element of each window of the last axis: [batch, channels, time].</summary>
    public Tensor MaxPool1d(int kernel, int stride) => Apply("MaxPool", ("kernel_shape", new[] { kernel }), ("strides", new[] { stride }));

    /// <summary>Mean of each window of the last axis: [batch, channels, time].</summary>
    public Tensor AveragePool1d(int kernel, int stride) => Apply("AveragePool", ("kernel_shape", new[] { kernel }), ("strides", new[] { stride }));

    /// <summary>Nearest-neighbour repetition of the last axis: each element becomes <paramref name="factor"/> of them.</summary>
    public Tensor RepeatInterleave(int factor)
    {
        Tensor wide = Unsqueeze(Rank);
        return Concat(wide.Rank - 1, [.. Enumerable.Repeat(wide, factor)]).Reshape([.. Enumerable.Repeat(0L, Rank - 1), -1]);
    }

    /// <summary>
    /// [batch, channels, time] mirrored at both ends, and behind the second one so far that a convolution's last step of <paramref name="stride"/> is whole. A signal that is no longer than what
    /// is to be mirrored gets zeros first, and as many are cut off again.
    /// </summary>
    internal Tensor Mirror(Padding padding, int stride)
    {
        if (padding == default && stride == 1)
            return this;
        GraphBuilder builder = Builder;
        Tensor length = Lengths(2), zero = length - length, none = builder.Constant([0, 0], 2), front = builder.Constant([padding.Before], 1);
        Tensor behind = (stride == 1 ? zero : (stride - length % stride) % stride) + padding.After;
        Tensor missing = (behind.Maximum(padding.Before) - length + 1).Maximum(0);
        return Pad(Pads(zero, missing)).Pad(Pads(front, behind), PadMode.Reflect).Slice(2, zero, length + padding.Before + behind);

        Tensor Pads(Tensor before, Tensor after) => Concat(0, none, before, none, after);
    }

    /// <summary>A value for time; an axis of length 1 before it takes the neutral one.</summary>
    private int[] OverTime(int value, int neutral) => Rank == 4 ? [neutral, value] : [value];

    private int[] Pads(Padding padding) => Rank == 4 ? [0, padding.Before, 0, padding.After] : [padding.Before, padding.After];
}
