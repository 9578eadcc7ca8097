namespace AudioSubnet.Inference.Hub;

/// <summary>Models and data sets of the Hugging Face hub, in the cache that Hugging Face's own tools use. Thread-safe; other processes may
/// use the same cache at the same time.</summary>
public sealed class HuggingFaceHub : IDisposable
{
    private readonly TimeProvider _time;
    private readonly HubHttp _http;
    private readonly HubListing _listing;
    private readonly HubCache _cache;
    private readonly BlobDownload _download;

    /// <summary>With the options of this process' environment.</summary>
    /// <exception cref="HubException">HF_ENDPOINT or the token file cannot be used.</exception>
    public HuggingFaceHub()
        : this(HubOptions.FromEnvironment())
    {
    }

    /// <summary>With options of one's own.</summary>
    /// <param name="options">Where the hub and its cache are.</param>
    /// <param name="time">The clock; the system's if null.</param>
    public HuggingFaceHub(HubOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        _time = time ?? TimeProvider.System;
        _http = new HubHttp(options, _time);
        _listing = new HubListing(_http);
        _cache = new HubCache(options);
        _download = new BlobDownload(_http, options, _time);
    }

    /// <summary>Where the hub and its cache are.</summary>
    public HubOptions Options { get; }

    internal HubCache Cache => _cache;

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _http.Dispose();

    /// <summary>Lists the files of a repository.</summary>
    /// <exception cref="HubException">The hub does not give the list; see <see cref="HubException.Kind"/>.</exception>
    public async Task<IReadOnlyList<HubFile>> ListAsync(HubRepository repository, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return (await LookAsync(repository, cancellationToken)).Files;
    }

    /// <summary>The commit that a revision stands for now, and its files.</summary>
    /// <exception cref="HubException">The hub does not say; see <see cref="HubException.Kind"/>.</exception>
    internal async Task<(string Commit, IReadOnlyList<HubFile> Files)> LookAsync(HubRepository repository, CancellationToken cancellationToken)
    {
        RefuseOffline(repository);
        string commit = repository.IsPinned ? repository.Revision : await _listing.ResolveAsync(repository, cancellationToken);
        return (commit, await ListAsync(repository, commit, cancellationToken));
    }

    /// <summary>Brings the needed files of a repository at its present state into the cache, or finds them there. If the hub cannot be
    /// reached, a complete copy in the cache serves.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="selection">The files that are needed; those of a model if null.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Ends the pull; what is downloaded is kept for the next one.</param>
    /// <exception cref="HubException">The files cannot be had; see <see cref="HubException.Kind"/>.</exception>
    public async Task<HubSnapshot> PullAsync(
        HubRepository repository, FileSelection? selection = null, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        selection ??= FileSelection.Model;
        try
        {
            var (commit, files) = await LookAsync(repository, cancellationToken);
            return await PullAsync(repository, commit, Choose(repository, selection, files), progress, cancellationToken);
        }
        catch (HubException outage) when (outage.IsOutage)
        {
            return Find(repository, selection, strict: true) ?? Find(repository, selection, strict: false) ?? throw Absent(repository, outage);
        }
    }

    /// <summary>Brings certain files of a listing into the cache.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commit">The commit that was listed.</param>
    /// <param name="files">Files of <see cref="ListAsync(HubRepository, CancellationToken)"/>.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellationToken">Ends the pull; what is downloaded is kept for the next one.</param>
    /// <exception cref="HubException">The files cannot be had; see <see cref="HubException.Kind"/>.</exception>
    internal async Task<HubSnapshot> PullAsync(
        HubRepository repository, string commit, IReadOnlyList<HubFile> files, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        HubFile[] missing = [.. files.Where(file => _cache.FindFile(repository, commit, file.Path, file.Size) is null)];
        if (missing.Length > 0)
        {
            CheckRoom(repository, missing);
            try
            {
                await FetchAsync(repository, commit, files, missing, progress, cancellationToken);
            }
            catch (Exception cause) when (cause is UnauthorizedAccessException or IOException)
            {
                throw new HubException(HubErrorKind.Storage, $"The cache {Options.CacheFolder} cannot be written: {cause.Message} Set HF_HOME to a folder of your own.", cause);
            }
        }

        // Last of all, so that a branch never points at a snapshot that was not complete.
        WriteQuietly(() => _cache.WriteReference(repository, commit));
        return new HubSnapshot(repository, commit, _cache.SnapshotFolder(repository, commit), [.. files.Select(file => file.Path)]);
    }

    private async Task FetchAsync(
        HubRepository repository, string commit, IReadOnlyList<HubFile> files, HubFile[] missing, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        _cache.Prepare(repository);
        long total = files.Sum(file => file.Size);
        var counted = new PullProgress(progress, total, _time);
        counted.Found(missing[0].Path, total - missing.Sum(file => file.Size));
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = Options.ParallelFiles, CancellationToken = cancellationToken },
            async (file, stop) =>
            {
                var target = new DownloadTarget(
                    repository, file, _http.FileAddress(repository, commit, file.Path), _cache.Blob(repository, file.Etag), _cache.Lock(repository, file.Etag));
                await _download.FetchAsync(target, counted, stop);
                _cache.Show(repository, commit, file);
            });
        counted.Finish(missing[^1].Path);
    }

    /// <summary>Finds a complete copy in the cache without asking the hub.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="selection">The files that are needed; those of a model if null.</param>
    /// <returns>Null if it was never pulled or files are missing.</returns>
    public HubSnapshot? Find(HubRepository repository, FileSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return Find(repository, selection ?? FileSelection.Model, strict: true);
    }

    /// <summary>Brings one file, or finds it in the cache.</summary>
    /// <returns>Its path; null if the repository has no such file.</returns>
    /// <exception cref="HubException">The file cannot be had; see <see cref="HubException.Kind"/>.</exception>
    public async Task<string?> GetFileAsync(HubRepository repository, string file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (SafePath.FindFault(file) is { } fault)
            throw new HubException(HubErrorKind.InvalidName, $"'{SafePath.Printable(file)}' cannot be a file of a repository: {fault}.");
        if (repository.IsPinned && _cache.FindFile(repository, repository.Revision, file) is { } cached)
            return cached;
        try
        {
            RefuseOffline(repository);
            return await FetchFileAsync(repository, file, cancellationToken);
        }
        catch (HubException missing) when (missing.Kind == HubErrorKind.FileNotFound)
        {
            return null;
        }
        catch (HubException outage) when (outage.IsOutage && _cache.FindCommit(repository) is { } commit)
        {
            if (_cache.IsMarkedMissing(repository, commit, file))
                return null;
            return _cache.FindFile(repository, commit, file) ?? throw Absent(repository, outage);
        }
    }

    // Strict: everything that the commit has of the selection is there. Otherwise: what the selection cannot do without.
    private HubSnapshot? Find(HubRepository repository, FileSelection selection, bool strict)
    {
        if (_cache.FindCommit(repository) is not { } commit)
            return null;
        IReadOnlyList<string> there = _cache.ListFiles(repository, commit);
        if (there.Count == 0 || selection.FindMissing(there) is not null)
            return null;
        if (strict && TreeListing.Read(_cache.RepositoryFolder(repository), commit) is { } listed)
        {
            HashSet<string> present = [.. there];
            if (selection.Choose(listed.Select(file => file.Path)).Any(path => !present.Contains(path)))
                return null;
        }

        return new HubSnapshot(repository, commit, _cache.SnapshotFolder(repository, commit), selection.Choose(there));
    }

    private async Task<string> FetchFileAsync(HubRepository repository, string file, CancellationToken cancellationToken)
    {
        HubFileHeaders headers;
        try
        {
            using HubResponse answer = await _http.SendAsync(
                repository, file, HttpMethod.Head, _http.FileAddress(repository, repository.Revision, file), range: null, cancellationToken);
            headers = answer.Headers ?? new HubFileHeaders(null, null, null);
        }
        catch (HubException missing) when (missing is { Kind: HubErrorKind.FileNotFound, Commit: { } known } && HubRepository.IsCommit(known))
        {
            WriteQuietly(() =>
            {
                _cache.MarkMissing(repository, known, file);
                _cache.WriteReference(repository, known);
            });
            throw;
        }

        bool large = headers.Etag?.Length == 64;
        var described = new HubFile(file, headers.Size ?? -1, large ? new string('0', 40) : headers.Etag ?? "", large ? headers.Etag : null);
        if (headers.Commit is not { } commit || !HubRepository.IsCommit(commit) || HubListing.FindFault(described) is not null)
            throw new HubException(HubErrorKind.Corrupt, $"{Options.Endpoint.Host} does not say which commit, hash and size {file} of {repository} has. Check HF_ENDPOINT and any proxy in between.");
        HubSnapshot snapshot = await PullAsync(repository, commit, [described], progress: null, cancellationToken);
        return snapshot.PathOf(file);
    }

    private async Task<IReadOnlyList<HubFile>> ListAsync(HubRepository repository, string commit, CancellationToken cancellationToken)
    {
        string folder = _cache.RepositoryFolder(repository);
        if (TreeListing.Read(folder, commit) is { } known)
            return known;
        IReadOnlyList<HubFile> files = await _listing.ListAsync(repository, commit, cancellationToken);
        WriteQuietly(() => TreeListing.Write(folder, commit, files));
        return files;
    }

    private static List<HubFile> Choose(HubRepository repository, FileSelection selection, IReadOnlyList<HubFile> files)
    {
        HashSet<string> chosen = [.. selection.Choose(files.Select(file => file.Path))];
        if (selection.FindMissing(chosen) is { } missing)
            throw new HubException(HubErrorKind.FileNotFound, $"{repository} has no {missing}, so it is not what is needed here. Check the name.");
        return [.. files.Where(file => chosen.Contains(file.Path))];
    }

    /// <summary>Brings files that are not the hub's into a folder, each of a known hash.</summary>
    /// <exception cref="HubException">They cannot be had; see <see cref="HubException.Kind"/>.</exception>
    internal async Task PullAsync(string folder, IReadOnlyList<PinnedFile> files, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        PinnedFile[] missing = [.. files.Where(file => !file.IsIn(folder))];
        if (missing.Length == 0)
            return;
        if (Options.Offline)
            throw new HubException(HubErrorKind.Offline, $"{missing[0].Name} is not in {folder}, and offline mode is on. Unset HF_HUB_OFFLINE, or copy the file there.");
        Directory.CreateDirectory(folder);
        var counted = new PullProgress(progress, files.Sum(file => file.Size), _time);
        counted.Found(missing[0].Name, files.Sum(file => file.Size) - missing.Sum(file => file.Size));
        foreach (PinnedFile file in missing)
        {
            var described = new HubFile(file.Name, file.Size, new string('0', 40), file.Sha256);
            string path = SafePath.Below(folder, file.Name);
            await _download.FetchAsync(new DownloadTarget(null, described, file.Address, path, path + ".lock"), counted, cancellationToken);
            File.Delete(path + ".lock");
        }

        counted.Finish(missing[^1].Name);
    }

    // A cache that is complete may be mounted read-only; listings and references only spare questions.
    private static void WriteQuietly(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be noted is asked again.
        }
    }

    private void CheckRoom(HubRepository repository, HubFile[] missing)
    {
        long needed = missing.Sum(file => file.Size - PartLength(repository, file));
        long free = DiskSpace.Available(Options.CacheFolder);
        if (needed > free)
            throw new HubException(
                HubErrorKind.Storage,
                $"{repository} needs {needed / 1e9:0.00} GB more, and the disk of {Options.CacheFolder} has {free / 1e9:0.00} GB free. Make room (audiosubnet models list shows sizes) or set HF_HOME to another disk.");
    }

    private long PartLength(HubRepository repository, HubFile file)
    {
        string blob = _cache.Blob(repository, file.Etag);
        FileInfo whole = new(blob), part = new(blob + ".incomplete");
        return Math.Min(file.Size, whole.Exists ? whole.Length : part.Exists ? part.Length : 0);
    }

    private void RefuseOffline(HubRepository repository)
    {
        if (Options.Offline)
            throw new HubException(HubErrorKind.Offline, $"{repository} is asked for while offline mode is on (HF_HUB_OFFLINE).");
    }

    private HubException Absent(HubRepository repository, HubException outage) => new(
        outage.Kind,
        outage.Kind == HubErrorKind.Offline
            ? $"{repository} is not complete in {Options.CacheFolder}, and offline mode is on. Unset HF_HUB_OFFLINE, or copy the cache of a machine that has it."
            : $"{repository} is not complete in {Options.CacheFolder}, and {outage.Message}",
        outage);
}
