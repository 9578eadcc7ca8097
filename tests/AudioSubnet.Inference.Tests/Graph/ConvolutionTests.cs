using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(3, 4, 3, 1, 1, 1, 1, 1)]
    [InlineData(4, 6, 5, 2, 2, 3, 1, 2)]
    [InlineData(4, 4, 3, 1, 4, 0, 2, 4)]
    [InlineData(16, 32, 7, 1, 9, 9, 3, 1)]
    [InlineData(32, 16, 1, 1, 0, 0, 1, 1)]
    [InlineData(2, 2, 4, 3, 3, 0, 1, 1)]
    public void A_convolution_sums_over_taps_and_channels(int channels, int outputs, int kernel, int stride, int before, int after, int dilation, int groups)
    {
        const int Batch = 2, Time = 21;
        float[] x = GraphRun.Values(Batch * channels * Time, 1), w = GraphRun.Values(outputs * (channels / groups) * kernel, 2), b = GraphRun.Values(outputs, 3);
        int frames = (Time + before + after - dilation * (kernel - 1) - 1) / stride + 1;
        float[] expected = new float[Batch * outputs * frames];
        for (int n = 0; n < Batch; n++)
            for (int o = 0; o < outputs; o++)
                for (int t = 0; t < frames; t++)
                {
                    double sum = b[o];
                    for (int c = 0; c < channels / groups; c++)
                        for (int k = 0; k < kernel; k++)
                        {
                            int at = t * stride - before + k * dilation, channel = o / (outputs / groups) * (channels / groups) + c;
                            if (at is >= 0 and < Time)
                                sum += (double)x[(n * channels + channel) * Time + at] * w[(o * (channels / groups) + c) * kernel + k];
                        }

                    expected[(n * outputs + o) * frames + t] = (float)sum;
                }

        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", w, outputs, channels / groups, kernel).Add("conv.bias", b, outputs);
        foreach (bool plane in new[] { false, true })
        {
            (float[] y, long[] shape) = OverTime(checkpoint, x, [Batch, channels, Time], plane, (s, input) => s.Conv1d("conv", input, stride, new Padding(before, after), dilation, groups));
            Assert.Equal([Batch, outputs, frames], shape);
            GraphRun.AreClose(expected, y);
        }
    }

    [Theory]
    [InlineData(3, 4, 4, 2, 1, 1, 0, 1)]
    [InlineData(4, 6, 16, 8, 4, 4, 0, 1)]
    [InlineData(4, 6, 5, 3, 0, 2, 1, 2)]
    [InlineData(16, 16, 3, 1, 1, 1, 0, 1)]
    public void A_transposed_convolution_spreads_each_element(int channels, int outputs, int kernel, int stride, int before, int after, int outputPadding, int groups)
    {
        const int Batch = 2, Time = 9;
        int perGroup = outputs / groups, frames = (Time - 1) * stride + kernel - before - after + outputPadding;
        float[] x = GraphRun.Values(Batch * channels * Time, 1), w = GraphRun.Values(channels * perGroup * kernel, 2), b = GraphRun.Values(outputs, 3);
        double[] sums = new double[Batch * outputs * frames];
        for (int n = 0; n < Batch; n++)
            for (int c = 0; c < channels; c++)
                for (int t = 0; t < Time; t++)
                    for (int o = 0; o < perGroup; o++)
                        for (int k = 0; k < kernel; k++)
                        {
                            int at = t * stride + k - before, output = c / (channels / groups) * perGroup + o;
                            if (at >= 0 && at < frames)
                                sums[(n * outputs + output) * frames + at] += (double)x[(n * channels + c) * Time + t] * w[(c * perGroup + o) * kernel + k];
                        }

        float[] expected = [.. sums.Select((sum, i) => (float)(sum + b[i / frames % outputs]))];
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", w, channels, perGroup, kernel).Add("conv.bias", b, outputs);
        foreach (bool plane in new[] { false, true })
        {
            (float[] y, long[] shape) = OverTime(
                checkpoint, x, [Batch, channels, Time], plane, (s, input) => s.ConvTranspose1d("conv", input, stride, new Padding(before, after), outputPadding, groups));
            Assert.Equal([Batch, outputs, frames], shape);
            GraphRun.AreClose(expected, y);
        }
    }

    [Theory]
    [InlineData(1, 8, 3, 3, 1, 1, 1, 1)]
    [InlineData(4, 4, 3, 5, 2, 1, 0, 2)]
    [InlineData(16, 16, 4, 4, 4, 4, 0, 0)]
    public void A_plane_is_convolved_along_both_axes(int channels, int outputs, int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight, int padWidth)
    {
        const int Height = 8, Width = 10;
        float[] x = GraphRun.Values(channels * Height * Width, 1), w = GraphRun.Values(outputs * channels * kernelHeight * kernelWidth, 2);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", w, outputs, channels, kernelHeight, kernelWidth);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, 1, channels, "height", "width");
        graph.Output("y", graph.Scope(checkpoint).Conv2d("conv", input, (strideHeight, strideWidth), (padHeight, padWidth)));
        (float[] y, long[] shape) = GraphRun.Run(graph, ("x", TensorValue.From(x, 1, channels, Height, Width)));

        int rows = (Height + 2 * padHeight - kernelHeight) / strideHeight + 1, columns = (Width + 2 * padWidth - kernelWidth) / strideWidth + 1;
        Assert.Equal([1, outputs, rows, columns], shape);
        float[] expected = new float[outputs * rows * columns];
        for (int i = 0; i < expected.Length; i++)
        {
            int o = i / rows / columns, row = i / columns % rows, column = i % columns;
            double sum = 0;
            for (int k = 0; k < channels * kernelHeight * kernelWidth; k++)
            {
                int c = k / kernelWidth / kernelHeight, r = row * strideHeight - padHeight + k / kernelWidth % kernelHeight, q = column * strideWidth - padWidth + k % kernelWidth;
                if (r is >= 0 and < Height && q is >= 0 and < Width)
                    sum += (double)x[(c * Height + r) * Width + q] * w[o * channels * kernelHeight * kernelWidth + k];
            }

            expected[i] = (float)sum;
        }

        GraphRun.AreClose(expected, y);
    }

    [Fact]
    public void Pools_take_windows_of_time()
    {
        float[] x = GraphRun.Values(2 * 12);
        float[] Windows(Func<float[], float> take) => [.. Enumerable.Range(0, 2).SelectMany(c => Enumerable.Range(0, 5).Select(t => take(x[(c * 12 + 2 * t)..(c * 12 + 2 * t + 3)])))];
        GraphRun.AreClose(Windows(window => window.Max()), GraphRun.Unary(x, [1, 2, 12], input => input.MaxPool1d(3, 2)).Values);
        GraphRun.AreClose(Windows(window => window.Average()), GraphRun.Unary(x, [1, 2, 12], input => input.AveragePool1d(3, 2)).Values);
    }

    private static (float[] Values, long[] Shape) OverTime(MemoryCheckpoint checkpoint, float[] x, long[] shape, bool plane, Func<Scope, Tensor, Tensor> layer)
    {
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, shape[0], shape[1], "time");
        Scope s = graph.Scope(checkpoint);
        graph.Output("y", plane ? layer(s, input.Unsqueeze(2)).Squeeze(2) : layer(s, input));
        return GraphRun.Run(graph, ("x", TensorValue.From(x, shape)));
    }
}
