using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Runtime;

public sealed class MappedMemoryTests : IDisposable
{
    private const int Layers = 8;
    private const int Width = 512;
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-test-").FullName;

    [Theory]
    [InlineData(Precision.Float32, false)]
    [InlineData(Precision.Int8, false)]
    [InlineData(Precision.Int8, true)]
    public void A_checkpoint_s_pages_are_given_back_when_its_matrices_are_packed(Precision precision, bool ownKernels)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc/self/smaps");
        Assert.SkipUnless(KernelSupport.IsAvailable || !ownKernels, "this processor has no AVX-512");
        string path = Path.Combine(_folder, "model.safetensors");
        SafetensorsWriter writer = new();
        for (int i = 0; i < Layers; i++)
            writer.Add($"layers.{i}.weight", [Width, Width], GraphRun.Values(Width * Width, i));
        writer.Save(path);
        const long WeightBytes = (long)Layers * Width * Width * sizeof(float);

        using Checkpoint checkpoint = Checkpoint.Open(path);
        float sum = checkpoint.Tensors.Values.Sum(static tensor => tensor.ToFloats()[^1]);
        Assert.True(float.IsFinite(sum));
        Assert.True(ResidentBytes(path) >= WeightBytes, "what was read is resident");

        using GraphBuilder graph = new("test");
        Scope s = graph.Scope(checkpoint, new() { Precision = precision, OwnKernels = ownKernels, CacheFolder = Path.Combine(_folder, "cache") });
        Tensor x = graph.Input("x", TensorType.Float32, "rows", Width);
        for (int i = 0; i < Layers; i++)
            x = s["layers"].Linear(i.ToString(CultureInfo.InvariantCulture), x);
        graph.Output("y", x);
        using ModelSession session = ModelSession.Create(graph.Build());

        // The header's page and pages that two ranges share may stay.
        const long Rest = WeightBytes / 20;
        Assert.InRange(ResidentBytes(path), 0, Rest);
        Assert.InRange(ResidentBytes(Path.Combine(_folder, "cache")), 0, Rest);

        using SessionOutputs outputs = session.Run([("x", TensorValue.From(GraphRun.Values(Width), 1, Width))], TestContext.Current.CancellationToken);
        Assert.True(outputs["y"].Floats.ToArray().All(float.IsFinite));

        // Our own kernels read quantised weights where they lie; the runtime has a copy of its own.
        const long QuantizedBytes = (long)Layers * Width * Width * 34 / 32;
        Assert.InRange(ResidentBytes(path), 0, Rest);
        Assert.InRange(ResidentBytes(Path.Combine(_folder, "cache")), 0, ownKernels ? QuantizedBytes + Rest : Rest);

        // What was given back is still there.
        Assert.Equal(GraphRun.Values(Width * Width, 3), checkpoint.Tensors["layers.3.weight"].ToFloats());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Resident bytes of all mappings of files whose path begins so.</summary>
    private static long ResidentBytes(string path)
    {
        long sum = 0;
        bool within = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
            if (line.Contains('/', StringComparison.Ordinal) || line.Contains('-', StringComparison.Ordinal))
                within = line.Contains(path, StringComparison.Ordinal);
            else if (within && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += 1024 * long.Parse(line.AsSpan(4, line.Length - 6).Trim(), CultureInfo.InvariantCulture);
        return sum;
    }
}
