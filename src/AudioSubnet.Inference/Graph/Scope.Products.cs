using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Kernels.Products;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Graph;

/// <content>Matrix products, in the precision of the scope.</content>
public readonly partial struct Scope
{
    // The activations are quantised to 8 bits too, and the products summed as integers: ten times as fast as with widened weights.
    private const int IntegerProducts = 4;

    /// <summary>Affine map of the last axis: x · weightᵀ + bias, with "weight" [out, in] and, if there, "bias" [out].</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[…, in].</param>
    /// <returns>[…, out].</returns>
    public Tensor Linear(string name, Tensor x) => this[name].Product("weight", x, this[name].OptionalWeight("bias"));

    /// <summary>x · weightᵀ with a matrix [out, in] that is stored under a name of its own, as tied output heads are; the precision of the scope applies.</summary>
    /// <param name="name">Name of the tensor below the prefix.</param>
    /// <param name="x">[…, in].</param>
    /// <param name="bias">Added to the products, [out]; may be left out.</param>
    /// <returns>[…, out].</returns>
    public Tensor Product(string name, Tensor x, Tensor bias = default)
    {
        if (Options.Precision != Precision.Float32)
            return QuantizedProduct(name, x, bias);

        // The matrix stays as PyTorch stores it: the kernels pack the transposed operand by themselves, once.
        Tensor product = Builder.Node("com.microsoft.FusedMatMul", [x, Weight(name, -1, -1)], ("transB", 1));
        return bias.IsPresent ? product + bias : product;
    }

    private Tensor QuantizedProduct(string name, Tensor x, Tensor bias)
    {
        CheckpointTensor matrix = Stored(name);
        CheckShape(matrix.Shape, FullName(name), [-1, -1]);
        QuantizedLayout layout = new(
            checked((int)matrix.Shape[0]), checked((int)matrix.Shape[1]), QuantizedLayout.BitsOf(Options.Precision), Options.OwnKernels);
        string key = string.Create(CultureInfo.InvariantCulture, $"{FullName(name)}.int{layout.Bits}{(layout.InPanels ? ".panels" : "")}");
        WeightOptions options = Options;
        ICheckpoint checkpoint = _checkpoint;
        GraphBuilder builder = Builder;
        if (layout.InPanels)
        {
            // The runtime would copy weights that it is given, so our own kernel is told where they lie.
            QuantizedMatrix panels = builder.Quantized(key, checkpoint, options, matrix, layout);
            return builder.Node(
                $"{OperatorDomain.Name}.{QuantizedLinear.Operator.Name}", [x, bias], ("width", layout.Width), ("outputs", layout.Rows), ("bits", layout.Bits),
                ("weights", panels.Address), ("scales", panels.Scales));
        }

        Func<QuantizedMatrix> quantized = () => builder.Quantized(key, checkpoint, options, matrix, layout);
        Tensor packed = Builder.Weight(key, graphName =>
            GraphWeight.View(graphName, TensorType.UInt8, [layout.Rows, layout.Blocks, BlockQuantizer.BlockBytes(layout.Bits)], quantized().Address));
        Tensor scales = Builder.Weight(key + ".scales", graphName =>
            GraphWeight.View(graphName, TensorType.Float32, [(long)layout.Rows * layout.Blocks], quantized().Scales));
        Tensor product = Builder.Node(
            "com.microsoft.MatMulNBits", [x, packed, scales], ("K", layout.Width), ("N", layout.Rows), ("bits", layout.Bits),
            ("block_size", BlockQuantizer.BlockSize), ("accuracy_level", IntegerProducts));
        return bias.IsPresent ? product + bias : product;
    }
}
