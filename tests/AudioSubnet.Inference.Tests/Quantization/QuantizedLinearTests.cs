using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Quantization;

public sealed class QuantizedLinearTests
{
    [Theory]
    [InlineData(Precision.Int8, 1, 64, 48)]
    [InlineData(Precision.Int4, 1, 64, 48)]
    [InlineData(Precision.Int8, 2, 100, 33)]
    [InlineData(Precision.Int4, 2, 100, 33)]
    [InlineData(Precision.Int8, 17, 24, 5)]
    [InlineData(Precision.Int4, 3, 256, 300)]
    public void A_quantised_layer_multiplies_by_the_rounded_weights(Precision precision, int rows, int width, int outputs)
    {
        float[] x = GraphRun.Values(rows * width, 1), w = GraphRun.Values(outputs * width, 2), b = GraphRun.Values(outputs, 3);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", w, outputs, width).Add("fc.bias", b, outputs);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", "time", width);
        graph.Output("y", graph.Scope(checkpoint, new() { Precision = precision }).Linear("fc", input));
        (float[] y, _) = GraphRun.Run(graph, ("x", TensorValue.From(x, 1, rows, width)));

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
}
