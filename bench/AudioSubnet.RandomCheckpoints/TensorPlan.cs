using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.RandomCheckpoints;

/// <summary>A tensor to be written: normally distributed around a mean, or, where a buffer has a meaning, computed from the element's index.</summary>
internal sealed record TensorPlan(string Name, TensorType Type, long[] Shape, double Mean, double Deviation, Func<long, long>? Computed = null)
{
    public long Bytes => Shape.Aggregate(1L, (product, length) => product * length) * CheckpointTensor.SizeOf(Type);
}
