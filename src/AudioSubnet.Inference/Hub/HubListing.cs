using System.Text.Json;
using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Hub;

/// <summary>Reads the hub's answers about a repository: which commit a revision is, and which files it has. Listings are somebody else's
/// text: names, sizes and hashes are checked, and what does not fit is refused.</summary>
/// <param name="http">The hub.</param>
internal sealed partial class HubListing(HubHttp http)
{
    /// <summary>More files than any repository that we would pull from (the largest voice set has 28,500).</summary>
    public const int MaxFiles = 200_000;

    private const int MaxPages = 1000;

    // 16 TB, far more than the largest file on the hub.
    private const long MaxFileSize = 1L << 44;

    /// <summary>The commit that a revision stands for now.</summary>
    public async Task<string> ResolveAsync(HubRepository repository, CancellationToken cancellationToken)
    {
        using JsonDocument info = await http.GetJsonAsync(
            repository, $"{repository.ApiPath}/revision/{Uri.EscapeDataString(repository.Revision)}", cancellationToken);
        return info.RootElement is { ValueKind: JsonValueKind.Object } root && Text(root, "sha") is { } sha && HubRepository.IsCommit(sha)
            ? sha
            : throw Nonsense(repository, "it names no commit");
    }

    /// <summary>All files of a commit.</summary>
    public async Task<IReadOnlyList<HubFile>> ListAsync(HubRepository repository, string commit, CancellationToken cancellationToken)
    {
        var files = new List<HubFile>();
        string? page = $"{repository.ApiPath}/tree/{commit}?recursive=true";
        for (int pages = 0; page is not null; pages++)
        {
            if (pages == MaxPages)
                throw Nonsense(repository, $"it has no end after {MaxPages} pages");
            var answer = await http.GetPageAsync(repository, page, cancellationToken);
            using JsonDocument document = answer.Document;
            files.AddRange(ReadPage(repository, document.RootElement));
            if (files.Count > MaxFiles)
                throw new HubException(HubErrorKind.Unsafe, $"The repository {repository} lists more than {MaxFiles} files and is refused.");
            page = answer.NextPage;
        }

        if (files.GroupBy(file => file.Path, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
            throw Nonsense(repository, $"it names '{SafePath.Printable(twice.Key)}' twice");
        return files;
    }

    /// <summary>What is wrong with an entry; null if nothing is.</summary>
    public static string? FindFault(HubFile file)
    {
        if (SafePath.FindFault(file.Path) is { } fault)
            return fault;
        if (file.Size is < 0 or > MaxFileSize)
            return $"its size is {file.Size}";
        return Sha1Form().IsMatch(file.BlobId) && (file.Sha256 is null || Sha256Form().IsMatch(file.Sha256)) ? null : "its hash is no hash";
    }

    /// <summary>The files of one page of a listing.</summary>
    /// <exception cref="HubException">The page makes no sense, or names files elsewhere.</exception>
    public static IEnumerable<HubFile> ReadPage(HubRepository repository, JsonElement page)
    {
        if (page.ValueKind != JsonValueKind.Array)
            throw Nonsense(repository, "it is no list");
        foreach (JsonElement entry in page.EnumerateArray())
            if (ReadFile(repository, entry) is { } file)
                yield return file;
    }

    private static HubFile? ReadFile(HubRepository repository, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "type") is not { } type || Text(entry, "path") is not { } path)
            throw Nonsense(repository, "an entry has no type and path");
        if (type != "file")
            return null;
        string? sha256 = null;
        long size = Number(entry, "size");
        if (entry.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object)
            (sha256, size) = (Text(lfs, "oid") ?? "", Number(lfs, "size"));
        var file = new HubFile(path, size, Text(entry, "oid") ?? "", sha256);
        if (SafePath.FindFault(path) is { } unsafeName)
            throw new HubException(
                HubErrorKind.Unsafe, $"The repository {repository} lists the file '{SafePath.Printable(path)}' and is refused: {unsafeName}. Nothing was downloaded.");
        return FindFault(file) is { } fault ? throw Nonsense(repository, $"of '{SafePath.Printable(path)}' {fault}") : file;
    }

    private static string? Text(JsonElement entry, string name)
    {
        try
        {
            return entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The parser lets bytes pass that are no UTF-8, and stumbles over them here.
            return null;
        }
    }

    private static long Number(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : -1;

    private static HubException Nonsense(HubRepository repository, string what) =>
        new(HubErrorKind.Corrupt, $"The hub's answer about {repository} cannot be used: {what}. Check HF_ENDPOINT and any proxy in between.");

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Sha1Form();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Sha256Form();
}
