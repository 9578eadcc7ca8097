using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ScopeTests
{
    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(7, 64, 32)]
    [InlineData(2, 1, 1)]
    public void Linear_multiplies_by_the_transposed_weight_and_adds_the_bias(int rows, int width, int outputs)
    {
        float[] x = GraphRun.Values(2 * rows * width, 1), w = GraphRun.Values(outputs * width, 2), b = GraphRun.Values(outputs, 3);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("encoder.layers.0.fc1.weight", w, outputs, width).Add("encoder.layers.0.fc1.bias", b, outputs);
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", "time", width);
        graph.Output("y", graph.Scope(checkpoint)["encoder"]["layers"][0].Linear("fc1", input));
        (float[] y, long[] shape) = GraphRun.Run(graph, ("x", TensorValue.From(x, 2, rows, width)));

        Assert.Equal([2, rows, outputs], shape);
        float[] expected = new float[2 * rows * outputs];
        for (int r = 0; r < 2 * rows; r++)
            for (int o = 0; o < outputs; o++)
            {
                double sum = b[o];
                for (int i = 0; i < width; i++)
                    sum += (double)x[r * width + i] * w[o * width + i];
                expected[r * outputs + o] = (float)sum;
            }
        GraphRun.AreClose(expected, y);
    }

    [Fact]
    public void A_missing_tensor_is_named_with_its_file_and_the_nearest_names()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("encoder.layers.0.fc1.weight", [1], 1, 1).Add("decoder.weight", [1], 1);
        using GraphBuilder graph = new("test");
        Scope scope = graph.Scope(checkpoint);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => scope["encoder.layers"][0].Weight("fc2.weight"));
        Assert.Contains("'encoder.layers.0.fc2.weight' is not in memory.safetensors", exception.Message, StringComparison.Ordinal);
        Assert.Contains("nearest names are 'encoder.layers.0.fc1.weight'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_another_shape_is_refused()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("weight", [1, 2], 1, 2);
        using GraphBuilder graph = new("test");
        Scope scope = graph.Scope(checkpoint);
        CheckpointException exception = Assert.Throws<CheckpointException>(() => scope.Weight("weight", -1, 3));
        Assert.Contains("[1, 2]", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weight_g", "weight_v", 4, 1, 1)]
    [InlineData("parametrizations.weight.original0", "parametrizations.weight.original1", 4, 1, 1)]
    [InlineData("weight_g", "weight_v", 1, 1, 5)]
    [InlineData("weight_g", "weight_v", 1, 3, 1)]
    [InlineData("weight_g", "weight_v", 1, 1, 1)]
    [InlineData("weight_g", "weight_v", 4, 1, 5)]
    public void Weight_normalisation_is_folded_over_the_axes_where_g_has_length_one(string g, string v, int g0, int g1, int g2)
    {
        float[] magnitude = GraphRun.Values(g0 * g1 * g2, 4), direction = GraphRun.Values(4 * 3 * 5, 5);
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("conv." + g, magnitude, g0, g1, g2).Add("conv." + v, direction, 4, 3, 5);
        using GraphBuilder graph = new("test");
        Tensor zero = graph.Input("x", TensorType.Float32);
        graph.Output("y", graph.Scope(checkpoint)["conv"].Weight("weight") + zero);
        (float[] y, _) = GraphRun.Run(graph, ("x", TensorValue.Scalar(0f)));

        int Group(int i, int j, int k) => ((g0 == 1 ? 0 : i) * g1 + (g1 == 1 ? 0 : j)) * g2 + (g2 == 1 ? 0 : k);
        double[] squares = new double[magnitude.Length];
        for (int i = 0; i < 60; i++)
            squares[Group(i / 15, i / 5 % 3, i % 5)] += (double)direction[i] * direction[i];
        GraphRun.AreClose([.. Enumerable.Range(0, 60).Select(i =>
        {
            int group = Group(i / 15, i / 5 % 3, i % 5);
            return (float)(magnitude[group] * direction[i] / Math.Sqrt(squares[group]));
        })], y);
    }

    [Fact]
    public void Half_precision_weights_are_widened()
    {
        Half[] halves = [(Half)0.5, (Half)(-2), (Half)1.25];
        ushort[] brains = [0x3F80, 0xC000, 0x3E80];
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("half", TensorType.Float16, halves, 3).Add("brain", TensorType.BFloat16, brains, 3);
        using GraphBuilder graph = new("test");
        Scope scope = graph.Scope(checkpoint);
        Tensor zero = graph.Input("x", TensorType.Float32);
        graph.Output("y", Tensor.Concat(0, scope.Weight("half"), scope.Weight("brain")) + zero);
        Assert.Equal([0.5f, -2, 1.25f, 1, -2, 0.25f], GraphRun.Run(graph, ("x", TensorValue.Scalar(0f))).Values);
    }
}
