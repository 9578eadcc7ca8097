using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Values in 8 bits.</content>
public readonly partial struct Tensor
{
    /// <summary>The values in 8 bits, with the range that they have at run time.</summary>
    public ByteActivations ToBytes()
    {
        Tensor[] parts = Builder.Nodes("DynamicQuantizeLinear", 3, [this]);
        return new ByteActivations(parts[0].As(TensorType.UInt8), parts[1].As(rank: 0), parts[2].As(TensorType.UInt8, 0));
    }
}
