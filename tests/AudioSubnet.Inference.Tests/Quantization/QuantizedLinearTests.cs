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
                [(1, 64, 48), (2, 100, 33), (3, 256, 300), (4, 7, 16), (5, 32, 1), (12, 128, 17), (17, 24, 5), (25, 160, 64), (40, 1000, 31)])
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
            {
                // The kernel rounds each block of 32 activations to 8 bits.
                double sum = b[o], bound = 1e-5;
                for (int start = 0; start < width; start += 32)
                {
                    float[] activations = x[(r * width + start)..(r * width + Math.Min(width, start + 32))];
                    double step = activations.Max(Math.Abs) / 127;
                    for (int i = 0; i < activations.Length; i++)
                    {
                        sum += (double)activations[i] * rounded[start + i];
                        bound += step / 2 * Math.Abs(rounded[start + i]);
                    }
                }

                Assert.Equal(sum, y[r * outputs + o], bound);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public unsafe void Our_own_kernels_do_not_round_the_activations(Precision precision, int rows, int width, int outputs)
    {
        Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");
        (float[] x, float[] w, float[] b, float[] y) = Run(precision, rows, width, outputs, ownKernels: true);
        QuantizedLayout layout = new(outputs, width, QuantizedLayout.BitsOf(precision), InPanels: true);
        fixed (float* weights = w)
        {
            using QuantizedMatrix matrix = QuantizedMatrix.Make(new("w", TensorType.Float32, [outputs, width], (nint)weights), layout);
            for (int o = 0; o < outputs; o++)
                for (int r = 0; r < rows; r++)
                {
                    double sum = b[o];
                    for (int i = 0; i < width; i++)
                        sum += (double)x[r * width + i] * PanelPacker.Unpack(layout, (byte*)matrix.Address, (ushort*)matrix.Scales, o, i);
                    Assert.Equal(sum, y[r * outputs + o], 1e-6 * width);
                }
        }
    }

    private static (float[] X, float[] Weights, float[] Bias, float[] Y) Run(Precision precision, int rows, int width, int outputs, bool ownKernels)
    {
        float[] x = GraphRun.Values(rows * width, 1), w = GraphRun.Values(outputs * width, 2), b = GraphRun.Values(outputs, 3);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", w, outputs, width).Add("fc.bias", b, outputs);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", "time", width);
        graph.Output("y", graph.Scope(checkpoint, new() { Precision = precision, OwnKernels = ownKernels }).Linear("fc", input));
        (float[] y, long[] shape) = GraphRun.Run(graph, ("x", TensorValue.From(x, 1, rows, width)));
        Assert.Equal([1, rows, outputs], shape);
        return (x, w, b, y);
    }
}
