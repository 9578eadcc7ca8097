using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>Makes the kernel of a node.</summary>
internal delegate OperatorKernel KernelFactory(NodeInfo node);

/// <summary>An operator of this library, as graphs name it: "audiosubnet.<paramref name="Name"/>".</summary>
/// <param name="Name">Name within the domain.</param>
/// <param name="Inputs">Element types of the inputs; null for any type.</param>
/// <param name="Optional">How many of the last inputs may be left out.</param>
/// <param name="Outputs">Element types of the outputs.</param>
/// <param name="Create">Makes the kernel of a node.</param>
internal sealed record CustomOperator(string Name, IReadOnlyList<TensorType?> Inputs, int Optional, IReadOnlyList<TensorType> Outputs, KernelFactory Create);
