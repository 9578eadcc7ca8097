using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Tests.Graph;

public sealed class ModelGraphTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-test-").FullName;

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Int8)]
    public async Task A_saved_model_runs_without_us(Precision precision)
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 32), 64, 32).Add("fc.bias", GraphRun.Values(64), 64);
        string path = Path.Combine(_folder, "model.onnx");
        using (ModelGraph saved = Build(checkpoint, precision, ownKernels: false))
            await saved.SaveAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(["model.onnx", "model.onnx.data"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        float[] x = GraphRun.Values(2 * 32, 7);
        using ModelSession ours = ModelSession.Create(Build(checkpoint, precision, ownKernels: false));
        using SessionOutputs expected = ours.Run([("x", TensorValue.From(x, 2, 32))], TestContext.Current.CancellationToken);
        using InferenceSession theirs = new(path);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x, [2, 32]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = theirs.Run(run, ["x"], [input], ["y"]);
        GraphRun.AreClose(expected["y"].Floats.ToArray(), outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public async Task A_decoder_without_our_own_kernels_is_saved_with_operators_that_others_know()
    {
        string path = Path.Combine(_folder, "decoder.onnx");
        using (GraphBuilder graph = new("decoder"))
        {
            Tensor x = graph.Input("x", TensorType.Float32, "batch", "time", 16);
            graph.Output("y", new KeyValueCache(graph, new() { Precision = Precision.Int8, OwnKernels = false }).Attend(x, x, x, 2, 8));
            using ModelGraph decoder = graph.Build();
            await decoder.SaveAsync(path, TestContext.Current.CancellationToken);
        }

        using InferenceSession theirs = new(path);
        Assert.Equal(["cache.0.key.updated", "cache.0.value.updated", "y"], theirs.OutputNames.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_for_our_own_kernels_is_not_saved()
    {
        Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 32), 64, 32);
        using ModelGraph graph = Build(checkpoint, Precision.Int8);
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => graph.SaveAsync(Path.Combine(_folder, "model.onnx"), TestContext.Current.CancellationToken));
        Assert.Contains(nameof(WeightOptions.OwnKernels), exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task Saving_that_is_cancelled_leaves_nothing()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 32), 64, 32);
        using ModelGraph graph = Build(checkpoint, Precision.Float32);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => graph.SaveAsync(Path.Combine(_folder, "model.onnx"), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Weights_are_views_of_the_checkpoint_and_not_copies()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("fc.weight", GraphRun.Values(64 * 32), 64, 32).Add("conv.weight", GraphRun.Values(4 * 4 * 3), 4, 4, 3);
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, 1, 4, 1, 32);
        Scope s = graph.Scope(checkpoint, new() { OwnKernels = false });
        graph.Output("y", s.Linear("fc", s.Conv1d("conv", x, padding: 1)));
        using ModelGraph built = graph.Build();
        Assert.Equal(2, built.Weights.Count);
        Assert.All(built.Weights, weight => Assert.False(weight.OwnsMemory));
        Assert.Equal([.. checkpoint.Tensors.Values.Select(tensor => tensor.Address).Order()], built.Weights.Select(weight => weight.Address).Order());
        Assert.Equal(sizeof(float) * (64 * 32 + 4 * 4 * 3), built.WeightBytes);
    }

    [Fact]
    public void A_weight_that_is_asked_for_but_not_used_does_no_harm()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("unused", GraphRun.Values(64), 64);
        using GraphBuilder graph = new("test");
        _ = graph.Scope(checkpoint).Weight("unused");
        graph.Output("y", graph.Input("x", TensorType.Float32, 1) * 2);
        Assert.Equal([6f], GraphRun.Run(graph, ("x", TensorValue.From([3f]))).Values);
    }

    [Fact]
    public void Taps_are_outputs_only_when_they_are_wanted()
    {
        foreach (bool taps in new[] { false, true })
        {
            using GraphBuilder graph = new("test", taps);
            Tensor x = graph.Input("x", TensorType.Float32, 1);
            graph.Output("y", graph.Tap("middle", x * 2) + 1);
            using ModelGraph built = graph.Build();
            Assert.Equal(taps ? ["middle", "y"] : ["y"], built.Outputs.Select(output => output.Name));
        }
    }

    [Fact]
    public void Names_are_taken_once_and_a_graph_needs_an_output()
    {
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, 1);
        Assert.Throws<ArgumentException>(() => graph.Input("x", TensorType.Float32, 1));
        Assert.Throws<ArgumentException>(() => graph.Output("x", x));
        Assert.Throws<InvalidOperationException>(() => graph.Build());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ModelGraph Build(MemoryCheckpoint checkpoint, Precision precision, bool ownKernels = true)
    {
        using GraphBuilder graph = new("test");
        Tensor x = graph.Input("x", TensorType.Float32, "rows", 32);
        graph.Output("y", graph.Scope(checkpoint, new() { Precision = precision, OwnKernels = ownKernels && KernelSupport.IsAvailable }).Linear("fc", x).Gelu());
        return graph.Build();
    }
}
