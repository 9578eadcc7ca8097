namespace AudioSubnet.Inference.Quantization;

/// <summary>Precision of the weights of linear layers. Convolutions, norms and embeddings always stay in fp32.</summary>
public enum Precision
{
    /// <summary>Weights as they are ("fp32").</summary>
    Float32,

    /// <summary>Blocks of 32 weights in 8 bits and a scale ("int8"): about a quarter of the memory and of the time.</summary>
    Int8,

    /// <summary>Blocks of 32 weights in 4 bits and a scale ("int4"): about a seventh of the memory and of the time, at a loss that is small but measurable.</summary>
    Int4,
}
