using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>A machine without models and without a network: the cache and the folder of models are the test's own.</summary>
internal sealed class EmptyMachine : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audiosubnet-models-");
    private readonly HuggingFaceHub _hub;

    public EmptyMachine()
    {
        _hub = new HuggingFaceHub(new HubOptions { CacheFolder = Path.Combine(Folder, "hub"), AssetsFolder = Path.Combine(Folder, "assets"), Offline = true });
        Store = new ModelStore(_hub, ModelCatalog.Default, [Folder]);
    }

    /// <summary>Where models are found under their names.</summary>
    public string Folder => _folder.FullName;

    public ModelStore Store { get; }

    public EngineCatalog Catalog(EngineOptions? options = null) => new(options, Store);

    /// <summary>The folder of a model of that name, made if need be.</summary>
    public string FolderOf(string name) => Directory.CreateDirectory(Path.Combine([Folder, .. name.Split('/')])).FullName;

    /// <summary>Puts a checkpoint there under a name, without the golden cases beside it.</summary>
    /// <returns>Its folder.</returns>
    public string Install(string checkpoint, string name)
    {
        string folder = FolderOf(name);
        foreach (string file in Directory.EnumerateFiles(checkpoint, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("case", StringComparison.Ordinal)))
        {
            string to = Path.Combine(folder, Path.GetRelativePath(checkpoint, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return folder;
    }

    public void Dispose()
    {
        Store.Dispose();
        _hub.Dispose();
        _folder.Delete(recursive: true);
    }
}
