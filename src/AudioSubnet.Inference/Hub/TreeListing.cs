using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudioSubnet.Inference.Hub;

/// <summary>The listing of a commit as it is kept in the cache (<c>trees/commit.json</c>, the form that other tools write and read), so that
/// completeness and hashes are known without the hub.</summary>
internal static class TreeListing
{
    private const int FormatVersion = 1;
    private const long MaxBytes = 64 << 20;

    public static void Write(string repositoryFolder, string commit, IReadOnlyList<HubFile> files)
    {
        var tree = new CachedTree
        {
            FormatVersion = FormatVersion,
            Files = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToDictionary(
                file => file.Path,
                file => new CachedTreeFile { Size = file.Size, BlobId = file.BlobId, LfsSha256 = file.Sha256, LfsSize = file.Sha256 is null ? null : file.Size },
                StringComparer.Ordinal),
        };
        string path = PathOf(repositoryFolder, commit);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        HubCache.WriteBeside(path, JsonSerializer.Serialize(tree, TreeJsonContext.Default.CachedTree));
    }

    /// <summary>Null if there is none or it cannot be used.</summary>
    public static IReadOnlyList<HubFile>? Read(string repositoryFolder, string commit)
    {
        try
        {
            var file = new FileInfo(PathOf(repositoryFolder, commit));
            if (!file.Exists || file.Length > MaxBytes)
                return null;
            CachedTree? tree = JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), TreeJsonContext.Default.CachedTree);
            if (tree is not { FormatVersion: FormatVersion, Files: not null })
                return null;
            HubFile[] files = [.. tree.Files.Select(entry => new HubFile(entry.Key, entry.Value.LfsSize ?? entry.Value.Size, entry.Value.BlobId ?? "", entry.Value.LfsSha256))];
            return files.All(entry => HubListing.FindFault(entry) is null) ? files : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string PathOf(string repositoryFolder, string commit) => Path.Combine(repositoryFolder, "trees", commit + ".json");
}

internal sealed class CachedTree
{
    public int FormatVersion { get; init; }

    public Dictionary<string, CachedTreeFile>? Files { get; init; }
}

internal sealed class CachedTreeFile
{
    public long Size { get; init; }

    public string? BlobId { get; init; }

    [JsonPropertyName("lfs_sha256")]
    public string? LfsSha256 { get; init; }

    public long? LfsSize { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CachedTree))]
internal sealed partial class TreeJsonContext : JsonSerializerContext;
