using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Protocol;
using AudioSubnet.Validator.Prompts;

namespace AudioSubnet.Validator.Voices;

/// <summary>The recordings of a folder: WAV, FLAC, OGG and MP3 files.</summary>
/// <param name="folder">The folder; it may change while the validator runs.</param>
public sealed class FolderVoiceSource(string folder) : IVoiceSource
{
    private static readonly string[] Extensions = [".wav", ".flac", ".ogg", ".mp3"];

    /// <summary>The recordings that come with the program (LibriSpeech, CC BY 4.0; see LICENSE.txt beside them).</summary>
    public static FolderVoiceSource Shipped() => new(Path.Combine(AppContext.BaseDirectory, "voices"));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> GetNamesAsync(CancellationToken cancellationToken = default)
    {
        string[] names = !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder)
                .Where(path => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant(), StringComparer.Ordinal))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)];
        return names.Length > 0
            ? ValueTask.FromResult<IReadOnlyList<string>>(names)
            : throw new PromptSourceException($"The voice folder {folder} has no recordings. Put {string.Join(", ", Extensions)} files of 1 to {ProtocolLimits.MaxReferenceSeconds:0} seconds into it.");
    }

    /// <inheritdoc/>
    public async ValueTask<VoiceReference> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        string path = Path.Combine(folder, name);
        try
        {
            AudioBuffer audio = (await AudioFile.ReadAsync(path, cancellationToken: cancellationToken)).ToMono();
            if (audio.Seconds < 1 || audio.Seconds > ProtocolLimits.MaxReferenceSeconds)
                throw new PromptSourceException(
                    $"The voice recording {path} lasts {audio.Seconds:0.0} s; 1 to {ProtocolLimits.MaxReferenceSeconds:0} s are usable.");
            return new VoiceReference(Path.GetFileNameWithoutExtension(name), audio);
        }
        catch (AudioFileException cause)
        {
            throw new PromptSourceException($"The voice recording cannot be used: {cause.Message}", cause);
        }
    }
}
