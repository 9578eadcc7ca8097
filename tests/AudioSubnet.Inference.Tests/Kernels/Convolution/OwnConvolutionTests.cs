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
                    "conv", input, stride, Taps / 2 * dilation, dilation, groups, around ? 0.1f : 1, around && stride == 1 ? input : default));
    }

    [Theory]
    [InlineData(8, 4, 1)]
    [InlineData(4, 2, 0.1f)]
    [InlineData(4, 2, 1.5f)]
    public void A_transposed_layer_is_the_same_with_and_without_own_kernels(int taps, int stride, float slope)
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv.weight", GraphRun.Values(24 * 16 * taps, 2), 24, 16, taps).Add("conv.bias", GraphRun.Values(16, 3), 16);
        foreach (bool plane in (bool[])[false, true])
            SameBothWays(checkpoint, GraphRun.Values(24 * 77), [1, 24, 77], plane, (s, input) => s.ConvTranspose1d(
                "conv", input, stride, (taps - stride) / 2, inputSlope: slope));
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
        GraphRun.AreClose(expected, actual, 3e-5);
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
