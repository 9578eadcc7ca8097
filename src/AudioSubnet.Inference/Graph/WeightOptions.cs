using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Graph;

/// <summary>How a scope turns a checkpoint's tensors into weights.</summary>
public sealed record WeightOptions
{
    /// <summary>Full precision.</summary>
    public static WeightOptions Default { get; } = new();

    /// <summary>Precision of the matrix products of linear layers; everything else stays fp32.</summary>
    public Precision Precision { get; init; } = Precision.Float32;
}
