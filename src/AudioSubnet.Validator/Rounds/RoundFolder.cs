using System.Globalization;
using System.Text.Json;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Validator.State;

namespace AudioSubnet.Validator.Rounds;

/// <summary>Where a round's audio and evidence lie: <c>audio/round-0001/tts-uid03-5Fabc123.wav</c> and <c>round.json</c>. Every round has a
/// folder of its own, so no two files share a name.</summary>
internal sealed class RoundFolder
{
    private const string Audio = "audio";

    private readonly string _stateDirectory;
    private readonly string _relative;

    private RoundFolder(string stateDirectory, int round)
    {
        _stateDirectory = stateDirectory;
        _relative = Path.Combine(Audio, Name(round));
    }

    /// <summary>Makes the folder of a round. What an interrupted run of the same round left is moved out of the way; only the last such run
    /// is kept, so that a round which fails again and again does not fill the disk.</summary>
    public static RoundFolder Begin(string stateDirectory, int round, TimeProvider clock)
    {
        var folder = new RoundFolder(stateDirectory, round);
        string path = Path.Combine(stateDirectory, folder._relative);
        if (Directory.Exists(path))
        {
            string interrupted = $"{path}-interrupted-";
            foreach (string earlier in Directory.EnumerateDirectories(Path.GetDirectoryName(path)!, Path.GetFileName(interrupted) + "*"))
                Directory.Delete(earlier, recursive: true);
            Directory.Move(path, interrupted + clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture));
        }
        Directory.CreateDirectory(path);
        return folder;
    }

    /// <summary>Deletes the folders of rounds before <paramref name="oldest"/>; the database keeps their numbers.</summary>
    public static void Prune(string stateDirectory, int oldest)
    {
        string audio = Path.Combine(stateDirectory, Audio);
        if (!Directory.Exists(audio))
            return;
        foreach (string path in Directory.EnumerateDirectories(audio, "round-*"))
            if (int.TryParse(Path.GetFileName(path).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out int round) && round < oldest)
                Directory.Delete(path, recursive: true);
    }

    /// <summary>Saves an answer; gives its path relative to the state folder.</summary>
    /// <exception cref="AudioFileException">The disk refuses.</exception>
    public async Task<string> SaveAsync(
        AudioService service, ushort uid, string hotkey, AudioBuffer audio, CancellationToken cancellationToken)
    {
        string relative = Path.Combine(
            _relative, string.Create(CultureInfo.InvariantCulture, $"{service.ShortName()}-uid{uid:00}-{hotkey[..8]}.wav"));
        await AudioFile.WriteAsync(Path.Combine(_stateDirectory, relative), audio, cancellationToken);
        return relative;
    }

    /// <summary>Writes the whole round with every metric.</summary>
    public async Task WriteEvidenceAsync(RoundResult result, CancellationToken cancellationToken)
    {
        string path = Path.Combine(_stateDirectory, _relative, "round.json");
        await File.WriteAllBytesAsync(
            path + ".part", JsonSerializer.SerializeToUtf8Bytes(result, EvidenceJson.Indented), cancellationToken);
        File.Move(path + ".part", path, overwrite: true);
    }

    private static string Name(int round) => string.Create(CultureInfo.InvariantCulture, $"round-{round:0000}");
}
