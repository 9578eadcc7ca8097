using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Tests.Runtime;

public sealed class ModelSessionTests
{
    [Fact]
    public async Task Runs_at_the_same_time_share_a_session()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 64), 64, 64);
        using ModelSession session = Linear(checkpoint);
        float[][] alone = [.. Enumerable.Range(0, 8).Select(seed => Run(session, seed))];
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => Run(session, seed), TestContext.Current.CancellationToken)));
        for (int i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], together[i]);
    }

    [Fact]
    public async Task A_running_model_is_stopped_by_cancellation()
    {
        // Far more work than the time until the cancellation: thousands of operations on a large tensor, one behind the other.
        using GraphBuilder graph = new("long");
        Tensor x = graph.Input("x", TensorType.Float32, "n");
        Tensor y = x;
        for (int i = 0; i < 5000; i++)
            y = (y + x).Sin();
        graph.Output("y", y);
        using ModelSession session = ModelSession.Create(graph.Build());
        using CancellationTokenSource cancellation = new();
        using TensorValue input = TensorValue.Zeros(TensorType.Float32, 4_000_000);
        Task run = Task.Run(() => session.Run([("x", input)], cancellation.Token).Dispose(), TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void A_missing_input_or_a_wrong_shape_is_an_error_that_names_the_model()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 64), 64, 64);
        using ModelSession session = Linear(checkpoint);
        Assert.Contains("'linear'", Assert.Throws<InferenceException>(() => session.Run([], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        using TensorValue narrow = TensorValue.Zeros(TensorType.Float32, 1, 63);
        Assert.Contains("'linear'", Assert.Throws<InferenceException>(() => session.Run([("x", narrow)], TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InferenceDevice.Cuda, "cuda", "CUDAExecutionProvider")]
    [InlineData(InferenceDevice.DirectMl, "directml", "DmlExecutionProvider")]
    [InlineData(InferenceDevice.CoreMl, "coreml", "CoreMLExecutionProvider")]
    public void A_device_that_the_build_lacks_is_named(InferenceDevice device, string name, string provider)
    {
        using TensorValue started = TensorValue.Scalar(0f);
        Assert.SkipWhen(OrtEnv.Instance().GetAvailableProviders().Contains(provider, StringComparer.Ordinal), $"this build has {name}");
        using GraphBuilder graph = new("test");
        graph.Output("y", graph.Input("x", TensorType.Float32));
        InferenceException exception = Assert.Throws<InferenceException>(() => ModelSession.Create(graph.Build(), new() { Device = device }));
        Assert.Contains($"The device '{name}' is not part of this build", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_output_is_an_error_that_names_the_known_ones()
    {
        using GraphBuilder graph = new("test");
        graph.Output("y", graph.Input("x", TensorType.Float32));
        using ModelSession session = ModelSession.Create(graph.Build());
        using SessionOutputs outputs = session.Run([("x", TensorValue.Scalar(1f))], TestContext.Current.CancellationToken);
        Assert.Contains("only y", Assert.Throws<KeyNotFoundException>(() => outputs["z"]).Message, StringComparison.Ordinal);
    }

    private static ModelSession Linear(MemoryCheckpoint checkpoint)
    {
        using GraphBuilder graph = new("linear");
        Tensor x = graph.Input("x", TensorType.Float32, "rows", 64);
        graph.Output("y", graph.Scope(checkpoint).Linear("fc", x).Gelu());
        return ModelSession.Create(graph.Build());
    }

    private static float[] Run(ModelSession session, int seed)
    {
        using TensorValue x = TensorValue.From(GraphRun.Values(32 * 64, seed), 32, 64);
        using SessionOutputs outputs = session.Run([("x", x)], TestContext.Current.CancellationToken);
        return outputs["y"].Floats.ToArray();
    }
}
