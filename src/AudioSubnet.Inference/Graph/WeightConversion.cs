using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>Makes weights from stored tensors: views where the type serves, widened copies otherwise.</summary>
internal static class WeightConversion
{
    public static GraphWeight Make(string graphName, CheckpointTensor stored)
    {
        long[] shape = [.. stored.Shape];
        if (stored.Type is TensorType.Float32 or TensorType.Int64 or TensorType.Int32 or TensorType.Boolean)
            return GraphWeight.View(graphName, stored.Type, shape, stored.Address);
        GraphWeight weight = GraphWeight.Allocate(graphName, TensorType.Float32, shape);
        stored.CopyTo(weight.Floats);
        return weight;
    }
}
