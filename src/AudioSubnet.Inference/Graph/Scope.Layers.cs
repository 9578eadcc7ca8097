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

    /// <summary>The shape of a stored weight, for sizes that a configuration does not tell.</summary>
    /// <exception cref="CheckpointException">It is not there.</exception>
    public IReadOnlyList<long> ShapeOf(string name) =>
        WeightNormalization.Find(_checkpoint, FullName(name)) is { } normalized ? normalized.Direction.Shape : Stored(name).Shape;
}
