using System.Text;

namespace AudioSubnet.Inference.Hub;

/// <summary>The cache folder in Hugging Face's own layout, so that models that are already there are found, and ours are found by
/// other tools: <c>models--org--name/{blobs,refs,snapshots/commit,.no_exist}</c>, <c>.locks</c>. Thread-safe.</summary>
/// <remarks>Layout: huggingface.co/docs/huggingface_hub/guides/manage-cache. A file's content lies in <c>blobs</c> under its hash, and
/// snapshots link to it, so revisions share what did not change.</remarks>
/// <param name="options">Where the cache is.</param>
internal sealed class HubCache(HubOptions options)
{
    private const string TagFile = "CACHEDIR.TAG";

    // The signature that backup tools look for (bford.info/cachedir).
    private const string TagText = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of downloaded models. See https://bford.info/cachedir/\n";

    public string Folder => options.CacheFolder;

    public string RepositoryFolder(HubRepository repository) => Path.Combine(options.CacheFolder, repository.CacheFolderName);

    public string SnapshotFolder(HubRepository repository, string commit) => Path.Combine(RepositoryFolder(repository), "snapshots", commit);

    public string Blob(HubRepository repository, string etag) => Path.Combine(RepositoryFolder(repository), "blobs", etag);

    public string Lock(HubRepository repository, string etag) => Path.Combine(LockFolder(repository), etag + ".lock");

    public string LockFolder(HubRepository repository) => Path.Combine(options.CacheFolder, ".locks", repository.CacheFolderName);

    /// <summary>The commit that a revision stood for when the hub was last asked; null if it never was.</summary>
    public string? FindCommit(HubRepository repository)
    {
        if (repository.IsPinned)
            return repository.Revision;
        string path = Path.Combine([RepositoryFolder(repository), "refs", .. repository.Revision.Split('/')]);
        string? commit = ReadSmall(path)?.Trim();
        return commit is not null && HubRepository.IsCommit(commit) ? commit : null;
    }

    /// <summary>Notes which commit a branch or tag stands for.</summary>
    public void WriteReference(HubRepository repository, string commit)
    {
        if (repository.Revision == commit || FindCommit(repository) == commit)
            return;
        string path = Path.Combine([RepositoryFolder(repository), "refs", .. repository.Revision.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WriteBeside(path, commit);
    }

    /// <summary>Makes the folders of a repository.</summary>
    public void Prepare(HubRepository repository)
    {
        Directory.CreateDirectory(Path.Combine(RepositoryFolder(repository), "blobs"));
        string tag = Path.Combine(options.CacheFolder, TagFile);
        if (!File.Exists(tag))
            WriteBeside(tag, TagText);
    }

    /// <summary>A file of a snapshot with that size; null if it is not there, cut, or a link into nothing.</summary>
    public string? FindFile(HubRepository repository, string commit, string file, long? size = null)
    {
        string path = SafePath.Below(SnapshotFolder(repository, commit), file);
        try
        {
            // The length of a link is that of its target's path, so the target is asked.
            if (File.ResolveLinkTarget(path, returnFinalTarget: true) is FileInfo target)
                return target.Exists && (size is null || target.Length == size) ? path : null;
            var plain = new FileInfo(path);
            return plain.Exists && (size is null || plain.Length == size) ? path : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The files of a snapshot, relative, with '/'.</summary>
    public IReadOnlyList<string> ListFiles(HubRepository repository, string commit)
    {
        string folder = SnapshotFolder(repository, commit);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => SafePath.FindFault(path) is null && FindFile(repository, commit, path) is not null)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Lets a snapshot show a blob under the file's own name: a relative link, or the content itself where links cannot be made.</summary>
    public void Show(HubRepository repository, string commit, HubFile file)
    {
        if (FindFile(repository, commit, file.Path, file.Size) is not null)
            return;
        string pointer = SafePath.Below(SnapshotFolder(repository, commit), file.Path);
        string blob = Blob(repository, file.Etag);
        string folder = Path.GetDirectoryName(pointer)!;
        RefuseLinkedFolders(SnapshotFolder(repository, commit), folder, file.Path);
        Directory.CreateDirectory(folder);
        string beside = $"{pointer}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (!options.UseSymbolicLinks || !TryLink(beside, Path.GetRelativePath(folder, blob)))
                File.Copy(blob, beside);
            File.Move(beside, pointer, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Notes that a commit has no such file, so that nobody has to ask again.</summary>
    public void MarkMissing(HubRepository repository, string commit, string file)
    {
        string path = SafePath.Below(Path.Combine(RepositoryFolder(repository), ".no_exist", commit), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }

    /// <summary>True if a commit is known to have no such file.</summary>
    public bool IsMarkedMissing(HubRepository repository, string commit, string file) =>
        File.Exists(SafePath.Below(Path.Combine(RepositoryFolder(repository), ".no_exist", commit), file));

    /// <summary>Writes a file beside its place and renames it, so that no reader sees a part.</summary>
    public static void WriteBeside(string path, string text)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // A folder of the snapshot that is a link would carry the file elsewhere. We never make such links.
    private static void RefuseLinkedFolders(string snapshot, string folder, string file)
    {
        for (string? at = folder; at is not null && at.Length > snapshot.Length; at = Path.GetDirectoryName(at))
            if (new DirectoryInfo(at) is { Exists: true, LinkTarget: not null })
                throw new HubException(HubErrorKind.Unsafe, $"The file '{SafePath.Printable(file)}' is refused: the folder {at} is a link. Delete that link and pull again.");
    }

    private static bool TryLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    private static string? ReadSmall(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: < 1024 } ? File.ReadAllText(path) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
