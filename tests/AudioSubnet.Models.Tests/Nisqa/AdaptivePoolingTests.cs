using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Nisqa;

namespace AudioSubnet.Models.Tests.Nisqa;

public sealed class AdaptivePoolingTests
{
    [Theory]
    [InlineData(48, 15, 24, 7)]
    [InlineData(24, 7, 12, 5)]
    [InlineData(12, 5, 6, 3)]
    [InlineData(5, 5, 5, 5)]
    [InlineData(7, 3, 1, 1)]
    [InlineData(10, 9, 4, 2)]
    public void Each_element_is_the_largest_of_its_window(int height, int width, int toHeight, int toWidth)
    {
        var random = new Random(height * 100 + width);
        float[] values = [.. Enumerable.Range(0, height * width).Select(_ => (float)random.NextDouble())];
        using var graph = new GraphBuilder("pool");
        graph.Output("y", graph.Input("x", TensorType.Float32, 1, 1, height, width).AdaptiveMaxPool((height, width), (toHeight, toWidth)));
        using ModelSession session = ModelSession.Create(graph.Build());
        using var input = TensorValue.From(values, 1, 1, height, width);
        using SessionOutputs outputs = session.Run([("x", input)], TestContext.Current.CancellationToken);
        outputs["y"].Shape.ShouldBe([1L, 1, toHeight, toWidth]);
        outputs["y"].Floats.ToArray().ShouldBe(Expected(values, height, width, toHeight, toWidth));
    }

    /// <summary>By the definition: windows from floor to ceiling.</summary>
    private static float[] Expected(float[] values, int height, int width, int toHeight, int toWidth)
    {
        var result = new float[toHeight * toWidth];
        for (int i = 0; i < toHeight; i++)
            for (int j = 0; j < toWidth; j++)
                for (int y = i * height / toHeight; y < Math.Ceiling((i + 1) * height / (double)toHeight); y++)
                    for (int x = j * width / toWidth; x < Math.Ceiling((j + 1) * width / (double)toWidth); x++)
                        result[i * toWidth + j] = Math.Max(result[i * toWidth + j], values[y * width + x]);
        return result;
    }
}
