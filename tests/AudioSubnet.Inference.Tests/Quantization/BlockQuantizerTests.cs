using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Quantization;

public sealed class BlockQuantizerTests
{
    [Theory]
    [InlineData(8, 32)]
    [InlineData(8, 100)]
    [InlineData(4, 32)]
    [InlineData(4, 7)]
    [InlineData(4, 1000)]
    public void A_weight_is_off_by_at_most_a_step_of_its_block(int bits, int width)
    {
        float[] row = GraphRun.Values(width, 5), back = RoundTrip(row, bits);
        for (int block = 0; block * 32 < width; block++)
        {
            int start = block * 32, end = Math.Min(width, start + 32);
            float largest = row[start..end].Max(Math.Abs);
            float step = largest / (1 << (bits - 1));
            for (int i = start; i < end; i++)
                Assert.True(Math.Abs(row[i] - back[i]) <= 1.25 * step, $"{row[i]} became {back[i]}, a step is {step}.");
        }
    }

    [Theory]
    [InlineData(8, 0.006)]
    [InlineData(4, 0.095)]
    public void The_error_of_normal_weights_is_small(int bits, double bound)
    {
        float[] row = new float[32 * 1000];
        new Inference.Runtime.SeededNoise(3).FillNormal(row);
        float[] back = RoundTrip(row, bits);
        double error = Math.Sqrt(row.Zip(back, (a, b) => Math.Pow(a - b, 2)).Sum() / row.Sum(a => (double)a * a));
        Assert.InRange(error, 0, bound);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Zeros_stay_zeros_and_multiples_of_the_step_are_exact(int bits)
    {
        Assert.All(RoundTrip(new float[64], bits), value => Assert.Equal(0, value));
        float[] exact = [.. Enumerable.Range(0, 32).Select(i => (i % 16 - 8) * 0.25f)];
        GraphRun.AreClose(exact, RoundTrip(exact, bits), bits == 4 ? 1e-6 : 0.008);
    }

    [Theory]
    [InlineData(8, 0.006)]
    [InlineData(4, 0.095)]
    public unsafe void Panels_are_as_exact_as_rows(int bits, double bound)
    {
        const int Outputs = 20, Width = 500;
        float[] weights = new float[Outputs * Width];
        new Inference.Runtime.SeededNoise(4).FillNormal(weights);
        weights[3] = 1e-30f;
        QuantizedLayout layout = new(Outputs, Width, bits, InPanels: true);
        fixed (float* address = weights)
        {
            using QuantizedMatrix matrix = QuantizedMatrix.Make(new("w", Inference.Checkpoints.TensorType.Float32, [Outputs, Width], (nint)address), layout);
            double error = 0, power = 0;
            for (int row = 0; row < Outputs; row++)
                for (int input = 0; input < Width; input++)
                {
                    float expected = weights[row * Width + input];
                    error += Math.Pow(expected - PanelPacker.Unpack(layout, (byte*)matrix.Address, (ushort*)matrix.Scales, row, input), 2);
                    power += (double)expected * expected;
                }

            Assert.InRange(Math.Sqrt(error / power), 0, bound);
        }
    }

    private static float[] RoundTrip(float[] row, int bits)
    {
        int blocks = BlockQuantizer.BlocksOf(row.Length);
        byte[] packed = new byte[blocks * BlockQuantizer.BlockBytes(bits)];
        float[] scales = new float[blocks], back = new float[row.Length];
        BlockQuantizer.Quantize(row, packed, scales, bits);
        BlockQuantizer.Dequantize(packed, scales, back, bits);
        return back;
    }
}
