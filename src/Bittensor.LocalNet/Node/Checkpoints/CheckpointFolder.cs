using System.Globalization;

namespace Bittensor.LocalNet.Node.Checkpoints;

/// <summary>The checkpoint files beside a log: written under another name and renamed, so that one is there in full or not at all.</summary>
/// <param name="folder">The data folder.</param>
/// <param name="kept">How many newest ones stay.</param>
internal sealed class CheckpointFolder(string folder, int kept)
{
    private const string Extension = ".checkpoint";
    private const string Unfinished = ".part";

    /// <summary>The files, the newest block's first.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(folder, "*" + Extension).OrderByDescending(Path.GetFileName, StringComparer.Ordinal)];

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(Checkpoint checkpoint)
    {
        string path = Path.Combine(folder, checkpoint.Number.ToString("D20", CultureInfo.InvariantCulture) + Extension);
        string part = path + Unfinished;
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(checkpoint.ToBytes());
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
        foreach (string old in Files.Skip(kept))
            File.Delete(old);
    }

    /// <summary>Removes what a killed process has left unfinished.</summary>
    public void Clean()
    {
        foreach (string part in Directory.EnumerateFiles(folder, "*" + Extension + Unfinished))
            File.Delete(part);
    }
}
