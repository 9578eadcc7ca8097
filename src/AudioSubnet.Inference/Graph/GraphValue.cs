using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Lengths, or null where only the run tells.</param>
public sealed record GraphValue(string Name, TensorType Type, IReadOnlyList<Dimension>? Shape);
