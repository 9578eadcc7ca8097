using System.Security.Cryptography;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Runtime;

public sealed class OnnxFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-test-").FullName;

    private string ModelPath => Path.Combine(_folder, "model.onnx");

    [Fact]
    public async Task A_file_runs_if_its_hash_is_known()
    {
        await SaveAsync(static (graph, x) => x * 2);
        using ModelSession session = OnnxFile.Open(ModelPath, HashOf(ModelPath));
        using SessionOutputs outputs = session.Run([("x", TensorValue.From([1f, 2f]))], TestContext.Current.CancellationToken);
        Assert.Equal([2f, 4f], outputs["y"].Floats.ToArray());
    }

    [Fact]
    public async Task Another_file_is_refused()
    {
        await SaveAsync(static (graph, x) => x * 2);
        string hash = HashOf(ModelPath);
        await SaveAsync(static (graph, x) => x * 3);
        InferenceException exception = Assert.Throws<InferenceException>(() => OnnxFile.Open(ModelPath, hash));
        Assert.Contains("is not the file that is expected here", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_refers_to_others_is_refused()
    {
        using MemoryCheckpoint checkpoint = new();
        checkpoint.Add("w", [1, 2], 2);
        await SaveAsync((graph, x) => x * graph.Scope(checkpoint).Weight("w"));
        InferenceException exception = Assert.Throws<InferenceException>(() => OnnxFile.Open(ModelPath, HashOf(ModelPath)));
        Assert.Contains("refers to data in other files", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_model_is_an_error()
    {
        File.WriteAllBytes(ModelPath, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        Assert.Throws<InferenceException>(() => OnnxFile.Open(ModelPath, HashOf(ModelPath)));
        Assert.Throws<InferenceException>(() => OnnxFile.Open(Path.Combine(_folder, "missing.onnx"), ""));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string HashOf(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private async Task SaveAsync(Func<GraphBuilder, Tensor, Tensor> expression)
    {
        using GraphBuilder builder = new("test");
        Tensor x = builder.Input("x", TensorType.Float32, "n");
        builder.Output("y", expression(builder, x));
        using ModelGraph graph = builder.Build();
        await graph.SaveAsync(ModelPath, TestContext.Current.CancellationToken);
    }
}
