using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Layers as PyTorch defines them, with their parameters taken from the checkpoint.</content>
public readonly partial struct Scope
{
    /// <summary>Rows of the table "weight" [count, width] by integer ids.</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="ids">int64, any shape.</param>
    /// <returns>The shape of the ids with the width behind.</returns>
    public Tensor Embedding(string name, Tensor ids) => this[name].Weight("weight", -1, -1).Gather(ids);

    /// <summary>Layer normalisation of the last axis with "weight" and, if there, "bias".</summary>
    public Tensor LayerNorm(string name, Tensor x, float epsilon = 1e-5f) =>
        x.LayerNorm(this[name].Weight("weight"), this[name].OptionalWeight("bias"), epsilon);

    /// <summary>Root-mean-square normalisation of the last axis with "weight".</summary>
    public Tensor RmsNorm(string name, Tensor x, float epsilon = 1e-6f) => x.RmsNorm(this[name].Weight("weight"), epsilon);

    /// <summary>Group normalisation of [batch, channels, time] with "weight" and "bias".</summary>
    public Tensor GroupNorm(string name, Tensor x, int groups, float epsilon = 1e-5f) =>
        x.GroupNorm(groups, this[name].Weight("weight"), this[name].Weight("bias"), epsilon);

    /// <summary>Batch normalisation of [batch, channels, …] with its recorded statistics.</summary>
    public Tensor BatchNorm(string name, Tensor x, float epsilon = 1e-5f)
    {
        Scope layer = this[name];
        return x.BatchNorm(layer.Weight("weight"), layer.Weight("bias"), layer.Weight("running_mean"), layer.Weight("running_var"), epsilon);
    }

    /// <summary>Convolution over time with "weight" [out, in / groups, taps] and, if there, "bias".</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">
    /// [batch, in, time]; or [batch, in, 1, time], which chains of wide convolutions should use: the runtime then keeps channels in blocks and is a fifth faster.
    /// </param>
    /// <param name="stride">Distance of the frames.</param>
    /// <param name="padding">Zeros added before and after.</param>
    /// <param name="dilation">Distance of the taps.</param>
    /// <param name="groups">Number of channel groups.</param>
    public Tensor Conv1d(string name, Tensor x, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1) =>
        x.Conv1d(this[name].Kernel(x), this[name].OptionalWeight("bias"), stride, padding, dilation, groups);

    /// <summary>Convolution over a plane of [batch, in, height, width] with "weight" [out, in / groups, height, width] and, if there, "bias".</summary>
    public Tensor Conv2d(string name, Tensor x, (int Height, int Width) stride, (int Height, int Width) padding, int groups = 1) =>
        x.Conv2d(this[name].Weight("weight", -1, -1, -1, -1), this[name].OptionalWeight("bias"), stride, padding, groups);

    /// <summary>Transposed convolution over time with "weight" [in, out / groups, taps] and, if there, "bias".</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[batch, in, frames], or [batch, in, 1, frames].</param>
    /// <param name="stride">Distance of the frames in the result.</param>
    /// <param name="padding">Elements cut off before and after.</param>
    /// <param name="outputPadding">Elements added at the end.</param>
    /// <param name="groups">Number of channel groups.</param>
    public Tensor ConvTranspose1d(string name, Tensor x, int stride, Padding padding = default, int outputPadding = 0, int groups = 1) =>
        x.ConvTranspose1d(this[name].Kernel(x), this[name].OptionalWeight("bias"), stride, padding, outputPadding, groups);

    private Tensor Kernel(Tensor x) => x.Rank == 4 ? PlaneKernel("weight") : Weight("weight", -1, -1, -1);

    /// <summary>The shape of a stored weight, for sizes that a configuration does not tell.</summary>
    /// <exception cref="CheckpointException">It is not there.</exception>
    public IReadOnlyList<long> ShapeOf(string name) =>
        WeightNormalization.Find(_checkpoint, FullName(name)) is { } normalized ? normalized.Direction.Shape : Stored(name).Shape;
}
