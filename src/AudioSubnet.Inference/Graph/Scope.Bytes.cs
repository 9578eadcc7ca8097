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
    public Tensor Linear(string name, ByteActivations x)
    {
        Scope layer = this[name];
        IReadOnlyList<long> shape = layer.ShapeOf("weight");
        return layer.ByteProduct(x, (int)shape[0], (int)shape[1], static (weights, output, input, width) => weights[output * width + input]);
    }

    /// <summary>Convolution over time of [batch, time, in], channels last, in 8 bits; without padding.</summary>
    /// <param name="name">Name of the layer below the prefix; "weight" is [out, in, kernel].</param>
    /// <param name="x">[batch, time, in].</param>
    /// <param name="stride">Distance of the frames.</param>
    /// <returns>float32 [batch, frames, out].</returns>
    public Tensor Conv1dChannelsLast(string name, ByteActivations x, int stride)
    {
        Scope layer = this[name];
        IReadOnlyList<long> shape = layer.ShapeOf("weight");
        int channels = (int)shape[1], kernel = (int)shape[2];
        GraphBuilder builder = Builder;
        Tensor lastStart = (x.Bytes.Length(1) - kernel) / stride * stride;
        Tensor[] taps = [.. Enumerable.Range(0, kernel).Select(tap => builder.Node(
            "Slice", [x.Bytes, builder.Constant([(long)tap]), (lastStart + (tap + 1)).Unsqueeze(0), builder.Constant([1L]), builder.Constant([(long)stride])]))];
        Tensor frames = kernel == 1 ? taps[0] : Tensor.Concat(2, taps); // [batch, frames, kernel · in]
        return layer.ByteProduct(x with { Bytes = frames }, (int)shape[0], channels * kernel, (weights, output, input, width) =>
            weights[output * width + input % channels * kernel + input / channels]);
    }

    /// <summary>x · weights + bias, with the weights given as [in, out] by where they are in the stored tensor.</summary>
    private Tensor ByteProduct(ByteActivations x, int outputs, int inputs, Func<float[], int, int, int, float> weightAt)
    {
        Scope layer = this;
        float[] scales = new float[outputs];
        Tensor matrix = Builder.Weight(FullName("weight.int8"), graphName =>
        {
            GraphWeight weight = GraphWeight.Allocate(graphName, TensorType.Int8, [inputs, outputs]);
            Quantize(layer.Stored("weight").ToFloats(), weight, scales, weightAt);
            return weight;
        });
        Tensor scale = ComputedWeight("weight.int8.scale", [outputs], scales.CopyTo);
        Tensor bias = OptionalWeight("bias");
        return Builder.Node("com.microsoft.MatMulIntegerToFloat", [x.Bytes, matrix, x.Scale, scale, x.Zero, default, bias]).As(TensorType.Float32);
    }

    private static unsafe void Quantize(float[] stored, GraphWeight weight, float[] scales, Func<float[], int, int, int, float> weightAt)
    {
        int inputs = (int)weight.Shape[0], outputs = (int)weight.Shape[1], largest = LargestCode;
        nint address = weight.Address;
        Parallel.For(0, outputs, output =>
        {
            float extreme = 0;
            foreach (float value in stored.AsSpan(output * inputs, inputs))
                extreme = Math.Max(extreme, Math.Abs(value));
            scales[output] = extreme / largest;
            float inverse = extreme > 0 ? largest / extreme : 0;
            sbyte* codes = (sbyte*)address;
            for (int input = 0; input < inputs; input++)
                codes[(long)input * outputs + output] = (sbyte)MathF.Round(weightAt(stored, output, input, inputs) * inverse);
        });
    }
}
