namespace AudioSubnet.Inference.Hub;

/// <summary>Finds models by name, wherever they are: a folder, the folders of AUDIOSUBNET_MODELS, the hub's cache; and pulls them when
/// asked to. Thread-safe.</summary>
public sealed class ModelStore : IDisposable
{
    /// <summary>Folders that hold models under their names, separated as in PATH.</summary>
    public const string FoldersVariable = "AUDIOSUBNET_MODELS";

    private readonly bool _ownsHub;

    /// <summary>With the options of this process' environment.</summary>
    /// <exception cref="HubException">HF_ENDPOINT or the token file cannot be used.</exception>
    public ModelStore()
        : this(new HuggingFaceHub(), ModelCatalog.Default, FoldersOfEnvironment()) => _ownsHub = true;

    /// <summary>With parts of one's own.</summary>
    /// <param name="hub">The hub; it is not disposed with the store.</param>
    /// <param name="catalog">The known models.</param>
    /// <param name="folders">Folders that hold models under their names.</param>
    public ModelStore(HuggingFaceHub hub, ModelCatalog catalog, IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(hub);
        (Hub, Catalog, Folders) = (hub, catalog, folders);
    }

    /// <summary>The hub.</summary>
    public HuggingFaceHub Hub { get; }

    /// <summary>The known models.</summary>
    public ModelCatalog Catalog { get; }

    /// <summary>Folders that hold models under their names.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>The folders of AUDIOSUBNET_MODELS; if it is not set, <c>../shared/models</c> beside a checkout, if that is there.</summary>
    public static IReadOnlyList<string> FoldersOfEnvironment()
    {
        if (Environment.GetEnvironmentVariable(FoldersVariable) is { Length: > 0 } named)
            return [.. named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath).Where(Directory.Exists)];
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "AudioSubnet.slnx")))
                return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "models")) is var beside && Directory.Exists(beside) ? [beside] : [];
        return [];
    }

    /// <summary>Finds a model on this machine without asking anybody.</summary>
    /// <param name="name">A folder, a name of the catalog, or a repository on the hub with or without <c>@revision</c>.</param>
    /// <returns>Null if it is not here or not complete.</returns>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: it is neither a folder nor a name.</exception>
    public StoredModel? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Directory.Exists(name))
            return new StoredModel(name, Path.GetFullPath(name), Commit: null);
        CatalogModel? known = Catalog.Find(name);
        if (known is { IsOnHub: false })
            return Folders.Select(folder => Path.Combine(folder, known.Id)).Append(AssetFolder(known))
                .Where(folder => known.PinnedFiles.All(file => file.IsIn(folder)))
                .Select(folder => new StoredModel(known.Id, folder, Commit: null)).FirstOrDefault();
        HubRepository repository = RepositoryOf(name, known);
        if (known is { HasRows: true })
            return new HubDataset(Hub, known.Id).Find() is { } rows ? new StoredModel(known.Id, rows.Folder, rows.Commit) : null;
        foreach (string folder in Folders.Select(folder => Path.Combine([folder, .. repository.Id.Split('/')])))
            if (repository.Revision == HubRepository.DefaultRevision && Directory.Exists(folder))
                return new StoredModel(repository.Id, folder, Commit: null);
        return Hub.Find(repository, known?.Files) is { } snapshot ? new StoredModel(repository.Id, snapshot.Folder, snapshot.Commit) : null;
    }

    /// <summary>Finds a model on this machine, or pulls it with all that it needs.</summary>
    /// <param name="name">A folder, a name of the catalog, or a repository on the hub with or without <c>@revision</c>.</param>
    /// <param name="progress">Hears how far a pull is.</param>
    /// <param name="cancellationToken">Ends the pull; what is downloaded is kept.</param>
    /// <exception cref="HubException">It cannot be had; see <see cref="HubException.Kind"/>.</exception>
    public async Task<StoredModel> GetAsync(string name, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Find(name) ?? await PullAsync(name, progress, cancellationToken);

    /// <summary>Brings a model to its present state on the hub. What it needs besides is not pulled: see <see cref="WithNeeds"/>.</summary>
    /// <param name="name">A name of the catalog, or a repository on the hub with or without <c>@revision</c>.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Ends the pull; what is downloaded is kept.</param>
    /// <exception cref="HubException">It cannot be had; see <see cref="HubException.Kind"/>.</exception>
    public async Task<StoredModel> PullAsync(string name, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        CatalogModel? known = Catalog.Find(name);
        if (known is { IsOnHub: false })
        {
            if (Find(known.Id) is { } here)
                return here;
            await Hub.PullAsync(AssetFolder(known), known.PinnedFiles, progress, cancellationToken);
            return new StoredModel(known.Id, AssetFolder(known), Commit: null);
        }

        HubRepository repository = RepositoryOf(name, known);
        HubSnapshot snapshot = known is { HasRows: true }
            ? await new HubDataset(Hub, known.Id).PullAsync(recordings: known.Task == ModelTask.Voices, progress, cancellationToken)
            : await Hub.PullAsync(repository, known?.Files, progress, cancellationToken);
        return new StoredModel(repository.Id, snapshot.Folder, snapshot.Commit);
    }

    /// <summary>A name and those of all models that it needs, each once, needed ones last.</summary>
    public IReadOnlyList<string> WithNeeds(string name)
    {
        var names = new List<string> { name };
        for (int i = 0; i < names.Count; i++)
            foreach (string need in Catalog.Find(names[i])?.Needs ?? [])
                if (!names.Contains(need, StringComparer.OrdinalIgnoreCase))
                    names.Add(need);
        return names;
    }

    /// <summary>The repository that a name means.</summary>
    /// <exception cref="HubException"><see cref="HubErrorKind.InvalidName"/>: it is no name of a repository.</exception>
    public HubRepository RepositoryOf(string name) => RepositoryOf(name, Catalog.Find(name));

    /// <summary>Where files that are not the hub's are kept.</summary>
    public string AssetFolder(CatalogModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return SafePath.Below(Path.Combine(Hub.Options.AssetsFolder, "audiosubnet", "models"), model.Id);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsHub)
            Hub.Dispose();
    }

    // The catalog's spelling counts: the hub's names know upper and lower case.
    private static HubRepository RepositoryOf(string name, CatalogModel? known)
    {
        if (known is null)
            return HubRepository.Model(name);
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? known.Repository() : known.Repository(name[(at + 1)..]);
    }
}
