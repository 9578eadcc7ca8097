using System.Numerics.Tensors;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <content>Products of 8-bit activations with 8-bit weights; the weights have a scale for each output.</content>
public readonly partial struct Scope
{
    /// <summary>
    /// Largest code of a weight. Processors without dot-product instructions add pairs of products in 16 bits, which 8-bit weights would overflow; there weights have 7 bits.
    /// </summary>
    private static int LargestCode => Avx512Vbmi.IsSupported || AvxVnni.IsSupported || AdvSimd.IsSupported ? 127 : 63;

    /// <summary>Affine map of the last axis, as <see cref="Linear(string, Tensor)"/>, in 8 bits.</summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[…, in].</param>
    /// <returns>float32 […, out].</returns>
    /// <exception cref="CheckpointException">The layer is not there, or is no matrix.</exception>
    public Tensor Linear(string name, ByteActivations x)
    {
        Scope layer = this[name];
        CheckpointTensor stored = layer.Stored("weight");
        CheckShape(stored.Shape, stored.Name, [-1, -1]);
        int outputs = (int)stored.Shape[0], inputs = (int)stored.Shape[1];
        float[] scales = new float[outputs];
        Tensor matrix = Builder.Weight(layer.FullName("weight.int8"), graphName =>
        {
            GraphWeight weight = GraphWeight.Allocate(graphName, TensorType.Int8, [inputs, outputs]);
            Quantize(stored.ToFloats(), weight, scales);
            return weight;
        });
        Tensor scale = layer.ComputedWeight("weight.int8.scale", [outputs], scales.CopyTo);
        return Builder.Node(
            "com.microsoft.MatMulIntegerToFloat", [x.Bytes, matrix, x.Scale, scale, x.Zero, default, layer.OptionalWeight("bias")]).As(TensorType.Float32);
    }

    private static unsafe void Quantize(float[] stored, GraphWeight weight, float[] scales)
    {
        int inputs = (int)weight.Shape[0], outputs = (int)weight.Shape[1], largest = LargestCode;
        nint address = weight.Address;
        Parallel.For(0, outputs, output =>
        {
            ReadOnlySpan<float> row = stored.AsSpan(output * inputs, inputs);
            float extreme = Math.Abs(TensorPrimitives.MaxMagnitude(row));
            scales[output] = extreme / largest;
            float inverse = extreme > 0 ? largest / extreme : 0;
            sbyte* codes = (sbyte*)address;
            for (int input = 0; input < inputs; input++)
                codes[(long)input * outputs + output] = (sbyte)MathF.Round(row[input] * inverse);
        });
    }
}
