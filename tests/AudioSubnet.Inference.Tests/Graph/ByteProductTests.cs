using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Checkpoints;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ByteProductTests
{
    private static float[] Numbers(int count, int seed, float bias = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() * 2 - 1) + bias)];
    }

    /// <summary>Runs a layer in fp32 and in 8 bits over the same weights.</summary>
    private static (float[] Whole, float[] Bytes) Run(long[] weightShape, long[] inputShape, Func<Scope, Tensor, Tensor> whole, Func<Scope, Tensor, Tensor> bytes)
    {
        using var folder = new TemporaryFolder();
        var writer = new SafetensorsWriter();
        float[] weights = Numbers((int)weightShape.Aggregate(1L, (a, b) => a * b), 1);
        for (int i = 0; i < weights.Length / (int)weightShape[0]; i++)
            weights[i] *= 30; // one output is far larger than the others: each has a scale of its own
        writer.Add("layer.weight", weightShape, weights);
        writer.Add("layer.bias", [weightShape[0]], Numbers((int)weightShape[0], 2));
        writer.Save(folder["model.safetensors"]);
        using Checkpoint checkpoint = Checkpoint.Open(folder["model.safetensors"]);
        using GraphBuilder graph = new("layer");
        Tensor x = graph.Input("x", TensorType.Float32, "batch", "rows", inputShape[2]);
        graph.Output("whole", whole(graph.Scope(checkpoint), x));
        graph.Output("bytes", bytes(graph.Scope(checkpoint), x));
        using ModelSession session = ModelSession.Create(graph.Build());
        using TensorValue input = TensorValue.From(Numbers((int)inputShape.Aggregate(1L, (a, b) => a * b), 3, bias: 0.3f), inputShape);
        using SessionOutputs outputs = session.Run([("x", input)], TestContext.Current.CancellationToken);
        outputs["bytes"].Shape.ShouldBe(outputs["whole"].Shape);
        return (outputs["whole"].Floats.ToArray(), outputs["bytes"].Floats.ToArray());
    }

    /// <summary>
    /// Each of n products is off by at most half a step of each factor: values span 2 in 255 steps, weights 1 in 127 (or 63). Errors are independent, so their sum stays within a few
    /// times √n of one.
    /// </summary>
    private static void ShouldAgree(float[] whole, float[] bytes, int products, int outputs)
    {
        for (int i = 0; i < whole.Length; i++)
        {
            double scale = i % outputs == 0 ? 30 : 1;
            bytes[i].ShouldBe(whole[i], scale * 6 * Math.Sqrt(products) * (1 / 255.0 + 1.3 * 0.5 / 63));
        }
    }

    [Theory]
    [InlineData(64, 40)]
    [InlineData(33, 7)]
    public void A_linear_layer_in_8_bits_is_that_in_32_but_for_rounding(int inputs, int outputs)
    {
        (float[] whole, float[] bytes) = Run([outputs, inputs], [2, 11, inputs], (s, x) => s.Linear("layer", x), (s, x) => s.Linear("layer", x.ToBytes()));
        ShouldAgree(whole, bytes, inputs, outputs);
    }
}
