namespace AudioSubnet.Inference.Hub;

/// <summary>Texts and recordings of a data set on the hub: pulled once, then read from the cache. Thread-safe.</summary>
/// <remarks>Rows come from Parquet files of the repository, or from the hub's own conversion (branch <c>refs/convert/parquet</c>);
/// recordings also from audio files that lie in the repository as they are.</remarks>
/// <param name="hub">The hub.</param>
/// <param name="id">Owner and name.</param>
public sealed class HubDataset(HuggingFaceHub hub, string id)
{
    private const string Converted = "refs/convert/parquet";
    private const long MaxTextBytes = 256_000_000;
    private const long MaxAudioBytes = 1_000_000_000;
    private const long MaxRecordingBytes = 32_000_000;

    private static readonly string[] AudioEndings = [".wav", ".flac", ".ogg", ".mp3"];

    private readonly HubRepository _repository = HubRepository.Dataset(id);

    /// <summary>Owner and name.</summary>
    public string Id => id;

    /// <summary>Reads texts.</summary>
    /// <param name="maxRows">Rows that are read at most.</param>
    /// <param name="progress">Hears how far a pull is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HubException">The data set cannot be had or read; see <see cref="HubException.Kind"/>.</exception>
    public async Task<IReadOnlyList<string>> ReadTextAsync(
        int maxRows = 200_000, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        HubSnapshot tables = FindTables() ?? await PullTablesAsync(MaxTextBytes, progress, cancellationToken);
        var texts = new List<string>();
        foreach (string table in tables.Files)
            await foreach (string text in ParquetRows.ReadTextAsync(tables.PathOf(table), cancellationToken))
            {
                texts.Add(text);
                if (texts.Count == maxRows)
                    return texts;
            }

        return texts;
    }

    /// <summary>Brings recordings, chosen evenly over the whole set where its files lie one by one.</summary>
    /// <param name="count">Recordings that are wanted.</param>
    /// <param name="progress">Hears how far a pull is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Paths of audio files, sorted.</returns>
    /// <exception cref="HubException">The data set cannot be had or read; see <see cref="HubException.Kind"/>.</exception>
    public async Task<IReadOnlyList<string>> GetRecordingsAsync(
        int count = 200, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (FindRecordings() is { Count: > 0 } here)
            return here;
        var (commit, files) = await hub.LookAsync(_repository, cancellationToken);
        HubFile[] recordings = [.. files.Where(file => IsAudio(file.Path) && file.Size is > 0 and <= MaxRecordingBytes).OrderBy(file => file.Path, StringComparer.Ordinal)];
        if (recordings.Length > 0)
        {
            HubFile[] chosen = recordings.Length <= count ? recordings : [.. Enumerable.Range(0, count).Select(i => recordings[(int)((long)i * recordings.Length / count)])];
            HubSnapshot snapshot = await hub.PullAsync(_repository, commit, chosen, progress, cancellationToken);
            return [.. snapshot.Files.Select(snapshot.PathOf)];
        }

        HubSnapshot tables = FindTables() ?? await PullTablesAsync(MaxAudioBytes, progress, cancellationToken);
        return await UnpackAsync(tables, count, cancellationToken);
    }

    /// <summary>Brings what <see cref="ReadTextAsync"/> or <see cref="GetRecordingsAsync"/> will need.</summary>
    internal async Task<HubSnapshot> PullAsync(bool recordings, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        if (!recordings)
            return await PullTablesAsync(MaxTextBytes, progress, cancellationToken);
        IReadOnlyList<string> files = await GetRecordingsAsync(progress: progress, cancellationToken: cancellationToken);
        return Find() ?? throw new HubException(HubErrorKind.Storage, $"{files.Count} recordings of {id} were pulled and are gone again.");
    }

    /// <summary>What is in the cache of it; null if nothing is.</summary>
    internal HubSnapshot? Find()
    {
        if (FindRecordings() is { Count: > 0 } recordings)
            return new HubSnapshot(
                _repository, hub.Cache.FindCommit(_repository) ?? hub.Cache.FindCommit(_repository.At(Converted))!, Path.GetDirectoryName(recordings[0])!, [.. recordings.Select(file => Path.GetFileName(file))]);
        return FindTables();
    }

    private HubSnapshot? FindTables()
    {
        foreach (HubRepository repository in new[] { _repository, _repository.At(Converted) })
            if (hub.Cache.FindCommit(repository) is { } commit && hub.Cache.ListFiles(repository, commit).Where(IsTable).ToArray() is { Length: > 0 } tables)
                return new HubSnapshot(repository, commit, hub.Cache.SnapshotFolder(repository, commit), tables);
        return null;
    }

    private async Task<HubSnapshot> PullTablesAsync(long maxBytes, IProgress<HubProgress>? progress, CancellationToken cancellationToken)
    {
        HubRepository repository = _repository;
        var (commit, files) = await hub.LookAsync(repository, cancellationToken);
        if (!files.Any(file => IsTable(file.Path)))
        {
            repository = _repository.At(Converted);
            (commit, files) = await hub.LookAsync(repository, cancellationToken);
        }

        HubFile[] tables = [.. files.Where(file => IsTable(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal)];
        HubFile[] training = [.. tables.Where(file => file.Path.Contains("train", StringComparison.Ordinal))];
        var chosen = new List<HubFile>();
        foreach (HubFile table in training.Length > 0 ? training : tables)
            if (chosen.Sum(file => file.Size) + table.Size <= maxBytes)
                chosen.Add(table);
        if (chosen.Count == 0)
            throw new HubException(
                HubErrorKind.FileNotFound,
                tables.Length == 0 ? $"The data set {id} has no Parquet files." : $"The smallest file of the data set {id} is larger than {maxBytes / 1e6:0} MB, which is more than is pulled.");
        return await hub.PullAsync(repository, commit, chosen, progress, cancellationToken);
    }

    // Recordings in Parquet are unpacked once, into a folder that appears when it is whole.
    private async Task<IReadOnlyList<string>> UnpackAsync(HubSnapshot tables, int count, CancellationToken cancellationToken)
    {
        string folder = UnpackedFolder(tables.Commit), beside = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(beside);
            int written = 0;
            foreach (string table in tables.Files)
            {
                await foreach (AudioRow row in ParquetRows.ReadAudioAsync(tables.PathOf(table), cancellationToken))
                {
                    if (row.Content.Length > MaxRecordingBytes || EndingOf(row) is not { } ending)
                        continue;
                    await File.WriteAllBytesAsync(Path.Combine(beside, $"{++written:00000}{ending}"), row.Content, cancellationToken);
                    if (written == count)
                        break;
                }

                if (written == count)
                    break;
            }

            if (written == 0)
                throw new HubException(HubErrorKind.Corrupt, $"The data set {id} has no recordings that can be used ({string.Join(", ", AudioEndings)}).");
            try
            {
                Directory.Move(beside, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                // Another process was as far a moment earlier; what it unpacked is the same.
            }

            return FindRecordings() ?? [];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubErrorKind.Storage, $"The recordings of {id} cannot be unpacked into {folder}: {cause.Message} Make room, or set HF_HOME to another folder.", cause);
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
    }

    private List<string>? FindRecordings()
    {
        if (hub.Cache.FindCommit(_repository) is { } commit
            && hub.Cache.ListFiles(_repository, commit).Where(IsAudio).ToArray() is { Length: > 0 } files)
            return [.. files.Select(file => SafePath.Below(hub.Cache.SnapshotFolder(_repository, commit), file))];
        foreach (HubRepository repository in new[] { _repository, _repository.At(Converted) })
            if (hub.Cache.FindCommit(repository) is { } unpacked && Directory.Exists(UnpackedFolder(unpacked)))
                return [.. Directory.EnumerateFiles(UnpackedFolder(unpacked)).Where(IsAudio).Order(StringComparer.Ordinal)];
        return null;
    }

    private string UnpackedFolder(string commit) =>
        Path.Combine(hub.Options.AssetsFolder, "audiosubnet", "recordings", _repository.CacheFolderName, commit);

    private static bool IsTable(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    private static bool IsAudio(string path) => AudioEndings.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal);

    // The content decides; a name is somebody else's text.
    private static string? EndingOf(AudioRow row) => row.Content.AsSpan() switch
    {
        var content when content.StartsWith("RIFF"u8) => ".wav",
        var content when content.StartsWith("fLaC"u8) => ".flac",
        var content when content.StartsWith("OggS"u8) => ".ogg",
        var content when content.StartsWith("ID3"u8) || (content.Length > 1 && content[0] == 0xff && content[1] >= 0xe0) => ".mp3",
        _ => null,
    };
}
