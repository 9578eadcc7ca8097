namespace AudioSubnet.Inference.Hub;

/// <summary>What is in the cache: lists, checks and removes. Thread-safe.</summary>
/// <param name="store">Where models are.</param>
public sealed class CacheInventory(ModelStore store)
{
    private readonly HubCache _cache = store.Hub.Cache;

    /// <summary>All repositories of the cache, by name.</summary>
    public IReadOnlyList<CachedRepository> List()
    {
        if (!Directory.Exists(_cache.Folder))
            return [];
        return [.. Directory.EnumerateDirectories(_cache.Folder)
            .Select(folder => HubRepository.FromCacheFolder(Path.GetFileName(folder)))
            .OfType<HubRepository>()
            .Select(repository => new CachedRepository(repository, SizeOfFolder(_cache.RepositoryFolder(repository)), Commits(repository)))
            .OrderBy(cached => cached.Repository.Id, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Size on disk of a model's files, in bytes; 0 if there is nothing of it.</summary>
    public long SizeOf(string name)
    {
        CatalogModel? known = store.Catalog.Find(name);
        string folder = known is { IsOnHub: false }
            ? store.Find(known.Id)?.Folder ?? store.AssetFolder(known)
            : _cache.RepositoryFolder(store.RepositoryOf(name)) is var cached && Directory.Exists(cached) ? cached : store.Find(name)?.Folder ?? cached;
        return SizeOfFolder(folder);
    }

    /// <summary>Compares a model's files with the hashes that they should have.</summary>
    /// <param name="name">A name of the catalog, or a repository on the hub.</param>
    /// <param name="progress">Hears of each file as its check is done.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>All files of all commits that are in the cache; empty if there is nothing of it.</returns>
    public async Task<IReadOnlyList<FileCheck>> VerifyAsync(string name, IProgress<FileCheck>? progress = null, CancellationToken cancellationToken = default)
    {
        var checks = new List<FileCheck>();
        var states = new Dictionary<string, FileState>(StringComparer.Ordinal);
        foreach ((string shown, string path, HubFile? expected) in Files(name))
        {
            // Revisions share blobs; each is read once.
            if (!states.TryGetValue(path, out FileState state))
                states[path] = state = await CheckAsync(path, expected, cancellationToken);
            checks.Add(new FileCheck(shown, state));
            progress?.Report(checks[^1]);
        }

        return checks;
    }

    /// <summary>Deletes what a check found damaged, so that the next pull brings it anew.</summary>
    /// <returns>The number of files that were deleted.</returns>
    public async Task<int> RemoveDamagedAsync(string name, CancellationToken cancellationToken = default)
    {
        int removed = 0;
        foreach ((_, string path, HubFile? expected) in Files(name))
            if (await CheckAsync(path, expected, cancellationToken) == FileState.Damaged)
            {
                File.Delete(path);
                removed++;
            }

        return removed;
    }

    /// <summary>Removes a model from the cache: all its commits. Folders of one's own are left alone.</summary>
    /// <returns>The bytes that became free; null if there was nothing of it.</returns>
    /// <exception cref="HubException">It cannot be deleted.</exception>
    public long? Remove(string name)
    {
        CatalogModel? known = store.Catalog.Find(name);
        string folder = known is { IsOnHub: false } ? store.AssetFolder(known) : _cache.RepositoryFolder(store.RepositoryOf(name));
        if (!Directory.Exists(folder))
            return null;
        long bytes = SizeOfFolder(folder);
        try
        {
            // Renamed first, so that nobody finds a half of it.
            string aside = Path.Combine(Path.GetDirectoryName(folder)!, $".removed-{Guid.NewGuid():N}");
            Directory.Move(folder, aside);
            Directory.Delete(aside, recursive: true);
            if (known is not { IsOnHub: false } && _cache.LockFolder(store.RepositoryOf(name)) is var locks && Directory.Exists(locks))
                Directory.Delete(locks, recursive: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubErrorKind.Storage, $"{folder} cannot be deleted: {cause.Message}", cause);
        }

        return bytes;
    }

    private IEnumerable<(string Shown, string Path, HubFile? Expected)> Files(string name)
    {
        CatalogModel? known = store.Catalog.Find(name);
        if (known is { IsOnHub: false })
        {
            if (store.Find(known.Id)?.Folder is { } folder)
                foreach (PinnedFile file in known.PinnedFiles)
                    yield return (file.Name, Path.Combine(folder, file.Name), new HubFile(file.Name, file.Size, new string('0', 40), file.Sha256));
            yield break;
        }

        HubRepository repository = store.RepositoryOf(name);
        foreach (string commit in Commits(repository))
        {
            Dictionary<string, HubFile> listed = (TreeListing.Read(_cache.RepositoryFolder(repository), commit) ?? [])
                .ToDictionary(file => file.Path, StringComparer.Ordinal);
            string folder = _cache.SnapshotFolder(repository, commit);
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                string real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
                yield return (relative, real, listed.GetValueOrDefault(relative) ?? FromBlobName(real));
            }
        }
    }

    // A blob's name is its hash, also where no listing is left.
    private static HubFile? FromBlobName(string path)
    {
        string name = Path.GetFileName(path);
        long size = new FileInfo(path) is { Exists: true } file ? file.Length : 0;
        HubFile described = name.Length == 64 ? new HubFile("blob", size, new string('0', 40), name) : new HubFile("blob", size, name, null);
        return HubListing.FindFault(described) is null ? described : null;
    }

    private static async Task<FileState> CheckAsync(string path, HubFile? expected, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return FileState.Missing;
        if (expected is null)
            return FileState.Unknown;
        if (file.Length != expected.Size)
            return FileState.Damaged;
        using var hash = new ContentHash(expected);
        await using FileStream content = file.OpenRead();
        await hash.AppendAsync(content, cancellationToken);
        return hash.IsAsPromised() ? FileState.Good : FileState.Damaged;
    }

    private List<string> Commits(HubRepository repository)
    {
        string folder = Path.Combine(_cache.RepositoryFolder(repository), "snapshots");
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(HubRepository.IsCommit).Order(StringComparer.Ordinal)];
    }

    // Links weigh nothing; what they point at is counted where it lies.
    private static long SizeOfFolder(string folder) => !Directory.Exists(folder)
        ? 0
        : new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null).Sum(file => file.Length);
}
