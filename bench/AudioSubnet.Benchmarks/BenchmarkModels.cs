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

    /// <summary>A place where judges find all their models: the real ones where they are, else those with random weights.</summary>
    /// <param name="hub">Not asked for anything that is not on this machine.</param>
    public static ModelStore Judges(HuggingFaceHub hub)
    {
        string root = Path.Combine(Path.GetTempPath(), "audiosubnet-bench", "judges");
        foreach (string family in (string[])["wav2vec2", "wavlm-sv", "clap"])
        {
            string link = Path.Combine([root, .. CheckpointFamily.All.Single(known => known.Name == family).Stands.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            if (!Directory.Exists(link))
                Directory.CreateSymbolicLink(link, Folder(family));
        }

        return new ModelStore(hub, ModelCatalog.Default, [root, .. ModelStore.FoldersOfEnvironment()]);
    }

    /// <summary>A file of a model that stands outside the hub; null if it is not on this machine.</summary>
    public static string? FindFile(string model, string file)
    {
        using var store = new ModelStore();
        return store.Find(model) is { } found ? Path.Combine(found.Folder, file) : null;
    }
}
