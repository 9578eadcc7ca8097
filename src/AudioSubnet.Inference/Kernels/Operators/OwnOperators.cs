using AudioSubnet.Inference.Kernels.Attention;
using AudioSubnet.Inference.Kernels.Convolution;
using AudioSubnet.Inference.Kernels.Products;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>All operators of this library.</summary>
internal static class OwnOperators
{
    /// <summary>In the order in which they are given to the runtime.</summary>
    public static IReadOnlyList<CustomOperator> All { get; } = [Convolution1d.Operator, QuantizedLinear.Operator, RememberedAttention.Operator];
}
