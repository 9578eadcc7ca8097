using System.Text.Json;
using AudioSubnet.TestData;
using Bittensor.Scale.Metadata;

namespace Bittensor.Tests.Scale;

/// <summary>The runtime metadata files beside the checkout and those of AUDIOSUBNET_METADATA (path-separated folders).</summary>
internal static class MetadataFiles
{
    private const string Missing = "no runtime metadata: neither ../shared/chain/metadata nor AUDIOSUBNET_METADATA is there";

    public static IReadOnlyList<string> Folders { get; } =
    [
        .. new[] { TestPaths.Shared is null ? "" : Path.Combine(TestPaths.Shared, "chain", "metadata") }
            .Concat((Environment.GetEnvironmentVariable("AUDIOSUBNET_METADATA") ?? "").Split(Path.PathSeparator))
            .Where(Directory.Exists),
    ];

    /// <summary>All files; skips the test when there are none.</summary>
    public static IReadOnlyList<string> All()
    {
        string[] files = [.. Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.scale")).Order(StringComparer.Ordinal)];
        Assert.SkipUnless(files.Length > 0, Missing);
        return files;
    }

    /// <summary>The metadata of that file name; skips the test when it is not there.</summary>
    public static RuntimeMetadata Read(string name)
    {
        string? file = All().FirstOrDefault(f => Path.GetFileName(f) == name);
        Assert.SkipUnless(file is not null, $"{name} is not among the metadata files");
        return RuntimeMetadata.Read(File.ReadAllBytes(file));
    }

    /// <summary>The facts beside a file: facts-424.json for finney-424.v14.scale. Null if there are none.</summary>
    public static JsonElement? Facts(string file)
    {
        string spec = Path.GetFileName(file).Split('-', '.')[1];
        string facts = Path.Combine(Path.GetDirectoryName(file)!, $"facts-{spec}.json");
        if (!File.Exists(facts))
            return null;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(facts));
        return document.RootElement.Clone();
    }
}
