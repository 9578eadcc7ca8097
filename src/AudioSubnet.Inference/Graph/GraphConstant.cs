using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>A small constant that is written into the graph itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Lengths; empty for a scalar.</param>
/// <param name="Data">The elements, little-endian and row-major.</param>
internal sealed record GraphConstant(string Name, TensorType Type, long[] Shape, byte[] Data);
