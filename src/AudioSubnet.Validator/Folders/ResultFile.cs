using System.Security.Cryptography;
using System.Text.Json;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Validator.State;

namespace AudioSubnet.Validator.Folders;

/// <summary>
/// A place in a target folder: <c>name.wav</c> with <c>name.json</c> beside it. The JSON is written first and names the content of the
/// source by its hash,
/// so after a crash a result that is already there is recognised, and work that is done is not done again.
/// </summary>
/// <param name="Path">The audio file.</param>
/// <param name="IsDone">The result of this very source lies there already.</param>
internal sealed record ResultFile(string Path, bool IsDone)
{
    /// <summary>The place for a result: the one it lies in already, or the first free name.</summary>
    /// <param name="folder">The target folder.</param>
    /// <param name="name">File name without extension.</param>
    /// <param name="sourceSha256">Hash of each source file, by its role.</param>
    /// <param name="sourceWritten">When the newest source file was written; a result is done only if it is not older, so dropping the same
    /// file anew asks anew.</param>
    public static ResultFile Find(string folder, string name, IReadOnlyDictionary<string, string> sourceSha256, DateTime sourceWritten)
    {
        for (int i = 1; ; i++)
        {
            string audio = System.IO.Path.Combine(folder, (i == 1 ? name : $"{name}-{i}") + ".wav");
            string evidence = System.IO.Path.ChangeExtension(audio, ".json");
            bool ours = File.Exists(evidence) && File.GetLastWriteTimeUtc(evidence) >= sourceWritten && ReadSources(evidence) is { } known
                && sourceSha256.All(source => known.TryGetValue(source.Key, out string? hash) && hash == source.Value);
            if (ours)
                return new ResultFile(audio, IsDone: File.Exists(audio));
            if (!File.Exists(audio) && !File.Exists(evidence))
                return new ResultFile(audio, IsDone: false);
        }
    }

    /// <summary>Writes evidence and audio and forces both to disk.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task WriteAsync(BestAnswer answer, FileEvidence evidence, CancellationToken cancellationToken)
    {
        await SafeFiles.WriteTextAsync(
            System.IO.Path.ChangeExtension(Path, ".json"), JsonSerializer.Serialize(evidence, EvidenceJson.Indented) + "\n", cancellationToken);
        await AudioFile.WriteAsync(Path, answer.Audio, cancellationToken);
        SafeFiles.Flush(Path);
    }

    /// <summary>SHA-256 of a file's content in hex.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    private static IReadOnlyDictionary<string, string>? ReadSources(string evidence)
    {
        try
        {
            return JsonSerializer.Deserialize<FileEvidence>(File.ReadAllText(evidence), EvidenceJson.Compact)?.SourceSha256;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
