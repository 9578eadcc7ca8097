using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Inference.Tests.Graph;

/// <summary>Builds a graph around one expression and runs it.</summary>
internal static class GraphRun
{
    /// <summary>Deterministic values between -1 and 1.</summary>
    public static float[] Values(int count, int seed = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1))];
    }

    /// <summary>The result of an expression of one input.</summary>
    public static (float[] Values, long[] Shape) Unary(float[] input, long[] shape, Func<Tensor, Tensor> expression)
    {
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, [.. shape.Select((_, axis) => (Dimension)$"d{axis}")]);
        graph.Output("y", expression(x));
        return Run(graph, ("x", TensorValue.From(input, shape)));
    }

    /// <summary>The float32 output "y" of a graph.</summary>
    public static (float[] Values, long[] Shape) Run(GraphBuilder graph, params (string Name, TensorValue Value)[] inputs)
    {
        using ModelSession session = ModelSession.Create(graph.Build());
        using SessionOutputs outputs = session.Run(inputs, TestContext.Current.CancellationToken);
        TensorValue y = outputs["y"];
        return (y.Floats.ToArray(), [.. y.Shape]);
    }

    public static void AreClose(IReadOnlyList<float> expected, IReadOnlyList<float> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
