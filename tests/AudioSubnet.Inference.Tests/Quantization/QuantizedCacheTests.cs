using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Quantization;

public sealed class QuantizedCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-test-").FullName;

    [Fact]
    public void Matrices_are_written_once_and_mapped_afterwards()
    {
        WriteCheckpoint(seed: 1);
        float[] first = Run();
        string file = Assert.Single(Files());
        DateTime written = File.GetLastWriteTimeUtc(file);
        File.SetLastWriteTimeUtc(file, written = written.AddHours(-1));
        Assert.Equal(first, Run());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Files())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(200)]
    public void A_damaged_file_is_made_again(int at)
    {
        WriteCheckpoint(seed: 1);
        float[] expected = Run();
        string file = Assert.Single(Files());
        byte[] whole = File.ReadAllBytes(file), damaged = [.. whole];
        damaged[at] ^= 0x55;
        File.WriteAllBytes(file, damaged);
        Assert.Equal(expected, Run());
        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(Files())));

        File.WriteAllBytes(file, whole[..^5]);
        Assert.Equal(expected, Run());
        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(Files())));
    }

    [Fact]
    public void Another_checkpoint_at_the_same_path_gets_matrices_of_its_own()
    {
        WriteCheckpoint(seed: 1);
        float[] first = Run();
        string file = Assert.Single(Files());
        WriteCheckpoint(seed: 2);
        float[] second = Run();
        Assert.NotEqual(first, second);
        Assert.NotEqual(file, Assert.Single(Files()));
    }

    [Fact]
    public void Precisions_do_not_mix()
    {
        WriteCheckpoint(seed: 1);
        float[] eight = Run(), four = Run(Precision.Int4), full = Run(Precision.Float32);
        Assert.Equal(2, Files().Count);
        Assert.True(Distance(eight, full) < Distance(four, full));
        Assert.Equal(eight, Run());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum());

    private List<string> Files() => Directory.Exists(Path.Combine(_folder, "cache"))
        ? [.. Directory.EnumerateFiles(Path.Combine(_folder, "cache"), "*", SearchOption.AllDirectories)]
        : [];

    private void WriteCheckpoint(int seed)
    {
        string header = """{"fc.weight":{"dtype":"F32","shape":[40,64],"data_offsets":[0,10240]}}""";
        string path = Path.Combine(_folder, "model.safetensors");
        using (FileStream file = File.Create(path))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(System.Text.Encoding.ASCII.GetBytes(header));
            file.Write(MemoryMarshal.AsBytes<float>(GraphRun.Values(40 * 64, seed)));
        }

        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(seed));
    }

    private float[] Run(Precision precision = Precision.Int8)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Path.Combine(_folder, "model.safetensors"));
        using GraphBuilder graph = new("test");
        Tensor input = graph.Input("x", TensorType.Float32, "batch", "time", 64);
        graph.Output("y", graph.Scope(checkpoint, new() { Precision = precision, CacheFolder = Path.Combine(_folder, "cache") }).Linear("fc", input));
        return GraphRun.Run(graph, ("x", TensorValue.From(GraphRun.Values(3 * 64, 9), 1, 3, 64))).Values;
    }
}
