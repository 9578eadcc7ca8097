using AudioSubnet.Inference.Hub;
using AudioSubnet.RandomCheckpoints;

namespace AudioSubnet.Benchmarks;

/// <summary>Models to measure: the real ones where they are on this machine, else checkpoints of their size with random weights, written once into the temporary folder.</summary>
internal static class BenchmarkModels
{
    /// <summary>The folder of a family's model.</summary>
    public static string Folder(string family)
    {
        CheckpointFamily known = CheckpointFamily.All.Single(known => known.Name == family);
        using var store = new ModelStore();
        if (store.Find(known.Stands) is { } real)
            return real.Folder;
        string folder = Path.Combine(Path.GetTempPath(), "audiosubnet-bench", family);
        if (!File.Exists(Path.Combine(folder, "config.json"))) // written last
            known.Write(folder, seed: 1);
        return folder;
    }

    /// <summary>A file of a model that stands outside the hub; null if it is not on this machine.</summary>
    public static string? FindFile(string model, string file)
    {
        using var store = new ModelStore();
        return store.Find(model) is { } found ? Path.Combine(found.Folder, file) : null;
    }
}
