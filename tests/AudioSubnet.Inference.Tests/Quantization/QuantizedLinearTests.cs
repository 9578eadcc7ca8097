using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Quantization;

public sealed class QuantizedLinearTests
{
    public static TheoryData<Precision, int, int, int> Sizes()
    {
        TheoryData<Precision, int, int, int> sizes = [];
        foreach (Precision precision in (Precision[])[Precision.Int8, Precision.Int4])
            foreach ((int rows, int width, int outputs) in ((int, int, int)[])
                [(1, 64, 48), (2, 100, 33), (3, 256, 300), (4, 7, 16), (5, 32, 1), (12, 128, 17), (17, 24, 5), (25, 160, 64), (40, 1000, 31), (3000, 33, 5)])
                sizes.Add(precision, rows, width, outputs);
        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_quantised_layer_multiplies_by_the_rounded_weights(Precision precision, int rows, int width, int outputs)
    {
        (float[] x, float[] w, float[] b, float[] y) = Run(precision, rows, width, outputs, ownKernels: false);
        int bits = QuantizedLayout.BitsOf(precision), blocks = BlockQuantizer.BlocksOf(width);
        byte[] packed = new byte[blocks * BlockQuantizer.BlockBytes(bits)];
        float[] scales = new float[blocks], rounded = new float[width];
        for (int o = 0; o < outputs; o++)
        {
            BlockQuantizer.Quantize(w.AsSpan(o * width, width), packed, scales, bits);
            BlockQuantizer.Dequantize(packed, scales, rounded, bits);
            for (int r = 0; r < rows; r++)
                AssertProduct(x.AsSpan(r * width, width), rounded, b[o], inputCodes: 127, y[r * outputs + o]);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public unsafe void Our_own_kernels_do_so_too_and_with_8_bits_round_inputs_less(Precision precision, int rows, int width, int outputs)
    {
        Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");
        (float[] x, float[] w, float[] b, float[] y) = Run(precision, rows, width, outputs, ownKernels: true);
        QuantizedLayout layout = new(outputs, width, QuantizedLayout.BitsOf(precision), InPanels: true);
        fixed (float* weights = w)
        {
            using QuantizedMatrix matrix = QuantizedMatrix.Make(new("w", TensorType.Float32, [outputs, width], (nint)weights), layout);
            float[] rounded = new float[width];
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < width; i++)
                    rounded[i] = PanelPacker.Unpack(layout, (byte*)matrix.Address, (ushort*)matrix.Scales, o, i);
                for (int r = 0; r < rows; r++)
                    AssertProduct(x.AsSpan(r * width, width), rounded, b[o], inputCodes: precision == Precision.Int4 ? 127 : 32767, y[r * outputs + o]);
            }
        }
    }

    [Theory]
    [InlineData(Precision.Int8)]
    [InlineData(Precision.Int4)]
    public void The_largest_weights_and_inputs_do_not_overflow(Precision precision)
    {
        const int Width = 64, Outputs = 16;
        float[] x = new float[Width], w = new float[Outputs * Width];
        x.AsSpan().Fill(3e4f);
        w.AsSpan().Fill(-2e4f); // the largest code is the negative one
        float[] y = Run(precision, x, w, new float[Outputs], rows: 1, Width, Outputs, KernelSupport.IsAvailable);
        Assert.All(y, value => Assert.Equal(-6e8 * Width, value, 6e8 * Width * 0.005));
    }

    /// <summary>Each block of 32 inputs is rounded to codes before it is multiplied.</summary>
    private static void AssertProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> weights, float bias, int inputCodes, float actual)
    {
        double sum = bias, bound = 1e-5;
        for (int start = 0; start < x.Length; start += BlockQuantizer.BlockSize)
        {
            int end = Math.Min(x.Length, start + BlockQuantizer.BlockSize);
            double largest = 0;
            foreach (float value in x[start..end])
                largest = Math.Max(largest, Math.Abs(value));
            for (int i = start; i < end; i++)
            {
                sum += (double)x[i] * weights[i];
                bound += largest / inputCodes / 2 * Math.Abs(weights[i]) + 1e-7;
            }
        }

        Assert.Equal(sum, actual, bound);
    }

    private static (float[] X, float[] Weights, float[] Bias, float[] Y) Run(Precision precision, int rows, int width, int outputs, bool ownKernels)
    {
        float[] x = GraphRun.Values(rows * width, 1), w = GraphRun.Values(outputs * width, 2), b = GraphRun.Values(outputs, 3);
        return (x, w, b, Run(precision, x, w, b, rows, width, outputs, ownKernels));
    }

    private static float[] Run(Precision precision, float[] x, float[] w, float[] b, int rows, int width, int outputs, bool ownKernels)
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", w, outputs, width).Add("fc.bias", b, outputs);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", "time", width);
        graph.Output("y", graph.Scope(checkpoint, new() { Precision = precision, OwnKernels = ownKernels }).Linear("fc", input));
        (float[] y, long[] shape) = GraphRun.Run(graph, ("x", TensorValue.From(x, 1, rows, width)));
        Assert.Equal([1, rows, outputs], shape);
        return y;
    }
}
