using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Kernels.Convolution;

/// <summary>Layers by our own kernels and by ONNX Runtime's, in the same graphs.</summary>
public sealed class OwnConvolutionTests
{
    public OwnConvolutionTests() => Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 2)]
    public void A_layer_is_the_same_with_and_without_own_kernels(int dilation, int stride, int groups)
    {
        const int Channels = 32, Taps = 7, Time = 500;
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(Channels * Channels / groups * Taps, 2), Channels, Channels / groups, Taps).Add("conv.bias", GraphRun.Values(Channels, 3), Channels);
        float[] x = GraphRun.Values(2 * Channels * Time, 1);
        foreach (bool plane in (bool[])[false, true])
            foreach (bool around in (bool[])[false, true])
                SameBothWays(checkpoint, x, [2, Channels, Time], plane, (s, input) => s.Conv1d(
                    "conv", input, stride, Taps / 2 * dilation, dilation, groups, around ? InputActivation.LeakyRelu(0.1f) : default, around && stride == 1 ? input : default));
    }

    [Theory]
    [InlineData(8, 4, 1)]
    [InlineData(4, 2, 0.1f)]
    [InlineData(4, 2, 1.5f)]
    [InlineData(10, 5, 1)]
    public void A_transposed_layer_is_the_same_with_and_without_own_kernels(int taps, int stride, float slope)
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(24 * 16 * taps, 2), 24, 16, taps).Add("conv.bias", GraphRun.Values(16, 3), 16);
        foreach (bool plane in (bool[])[false, true])
            SameBothWays(checkpoint, GraphRun.Values(24 * 77), [1, 24, 77], plane, (s, input) => s.ConvTranspose1d(
                "conv", input, stride, (taps - stride) / 2, before: slope == 1 ? InputActivation.Elu : InputActivation.LeakyRelu(slope)));
    }

    [Theory]
    [InlineData(7, 1, 1, 400)]
    [InlineData(3, 1, 2, 400)]
    [InlineData(16, 8, 1, 403)]
    [InlineData(10, 5, 1, 3)]
    public void A_mirrored_layer_is_the_same_with_and_without_own_kernels(int taps, int stride, int dilation, int time)
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(24 * 16 * taps, 2), 24, 16, taps).Add("conv.bias", GraphRun.Values(24, 3), 24);
        int total = (taps - 1) * dilation + 1 - stride;
        foreach (Padding padding in (Padding[])[new(total, 0), new(total - total / 2, total / 2)])
            SameBothWays(checkpoint, GraphRun.Values(16 * time), [1, 16, time], false, (s, input) => s.MirroredConv1d(
                "conv", input, padding, stride, dilation, InputActivation.Elu));
    }

    [Fact]
    public async Task Runs_at_the_same_time_do_not_disturb_each_other()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(64 * 64 * 7, 2), 64, 64, 7);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", 64, "time");
        graph.Output("y", graph.Scope(checkpoint, new() { OwnKernels = true }).Conv1d("conv", input, padding: 3, shortcut: input));
        using ModelSession session = ModelSession.Create(graph.Build());
        float[][] alone = [.. Enumerable.Range(1, 4).Select(Run)];
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Run(i % 4 + 1), TestContext.Current.CancellationToken)));
        for (int i = 0; i < together.Length; i++)
            Assert.Equal(alone[i % 4], together[i]);

        float[] Run(int seed)
        {
            using TensorValue x = TensorValue.From(GraphRun.Values(64 * 900 * seed, seed), 1, 64, 900 * seed);
            using SessionOutputs outputs = session.Run([("x", x)], TestContext.Current.CancellationToken);
            return outputs["y"].Floats.ToArray();
        }
    }

    [Fact]
    public void A_shortcut_of_another_shape_is_refused_with_both_shapes()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(16 * 16 * 3), 16, 16, 3);
        InferenceException exception = Assert.Throws<InferenceException>(() => Run(
            checkpoint, GraphRun.Values(16 * 30), [1, 16, 30], false, true, (s, x) => s.Conv1d("conv", x, shortcut: x)));
        Assert.Contains("[1, 16, 30] does not fit a result of [1, 16, 28]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_short_an_input_is_refused()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(16 * 16 * 3), 16, 16, 3);
        InferenceException exception = Assert.Throws<InferenceException>(() => Run(
            checkpoint, GraphRun.Values(32), [1, 16, 2], false, true, (s, x) => s.Conv1d("conv", x)));
        Assert.Contains("2 frames are too few", exception.Message, StringComparison.Ordinal);
    }

    private static void SameBothWays(MemoryCheckpoint checkpoint, float[] x, long[] shape, bool plane, Func<Scope, Tensor, Tensor> layer)
    {
        (float[] expected, long[] expectedShape) = Run(checkpoint, x, shape, plane, false, layer);
        (float[] actual, long[] actualShape) = Run(checkpoint, x, shape, plane, true, layer);
        Assert.Equal(expectedShape, actualShape);
        GraphRun.AreClose(expected, actual, 6e-5);
    }

    private static (float[] Values, long[] Shape) Run(MemoryCheckpoint checkpoint, float[] x, long[] shape, bool plane, bool ownKernels, Func<Scope, Tensor, Tensor> layer)
    {
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", shape[1], "time");
        Scope s = graph.Scope(checkpoint, new() { OwnKernels = ownKernels });
        graph.Output("y", plane ? layer(s, input.Unsqueeze(2)) : layer(s, input));
        return GraphRun.Run(graph, ("x", TensorValue.From(x, shape)));
    }
}
