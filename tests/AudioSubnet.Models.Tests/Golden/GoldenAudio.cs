using System.Text.Json;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.TestData;

namespace AudioSubnet.Models.Tests.Golden;

/// <summary>The recordings that an <c>expected.json</c> names, relative to the folder that holds "golden".</summary>
internal static class GoldenAudio
{
    /// <summary>The entries of the file, each with its recording.</summary>
    public static async Task<IReadOnlyList<(JsonElement Expected, AudioBuffer Audio)>> ReadAsync(string expectedFile)
    {
        var json = JsonDocument.Parse(await File.ReadAllBytesAsync(expectedFile, TestContext.Current.CancellationToken));
        var entries = new List<(JsonElement, AudioBuffer)>();
        foreach (JsonElement entry in json.RootElement.GetProperty("files").EnumerateArray())
            entries.Add((entry, await ReadAsync(expectedFile, entry.GetProperty("file").GetString()!)));
        return entries;
    }

    /// <summary>A recording named in or by a golden file.</summary>
    public static Task<AudioBuffer> ReadAsync(string goldenFile, string relativePath)
    {
        string own = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(goldenFile)!, "..", ".."));
        string path = new[] { own, TestPaths.Shared ?? own }.Select(root => Path.Combine(root, relativePath)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{goldenFile} names {relativePath}, which is neither below {own} nor in the shared folder.");
        return AudioFile.ReadAsync(path, cancellationToken: TestContext.Current.CancellationToken);
    }
}
