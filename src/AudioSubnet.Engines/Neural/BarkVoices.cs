using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Neural;

/// <summary>Bark's voices: the presets in its folder by name ("v2/en_speaker_6"), and those of files.</summary>
internal static class BarkVoices
{
    /// <summary>The model whose presets serve all sizes of Bark.</summary>
    public const string PresetsModel = "suno/bark";

    private const string PresetFolder = "speaker_embeddings";
    private const string PathsFile = "speaker_embeddings_path.json";

    /// <summary>Reads a voice.</summary>
    /// <param name="engine">Name of the engine, for messages.</param>
    /// <param name="folders">Folders of models whose presets are known, the engine's own first; null for one that is not here.</param>
    /// <param name="speaker">A preset's name with or without its version, or a <c>.npz</c> or <c>.npy</c> file; null for none, so that Bark chooses.</param>
    /// <exception cref="EngineException">There is no such voice.</exception>
    public static BarkVoice? Find(string engine, IReadOnlyList<string?> folders, string? speaker)
    {
        if (speaker is null)
            return null;
        try
        {
            if (Path.GetExtension(speaker) is ".npz" or ".npy")
                return BarkVoice.Read(speaker);
            string[] names = [.. new[] { speaker, $"v2/{speaker}" }.Where(static name => !name.Split('/', '\\').Contains("..", StringComparer.Ordinal))];
            string? found = folders.OfType<string>().SelectMany(folder => names.Select(name => Path.Combine(folder, PresetFolder, name))).FirstOrDefault(IsPreset);
            return found is not null ? BarkVoice.Read(found)
                : throw new EngineException($"{engine} has no voice '{speaker}'. {Known(folders[0]!)} A .npz file with a voice is taken too.");
        }
        catch (CheckpointException cause)
        {
            throw new EngineException($"The voice of {engine} cannot be read: {cause.Message}", cause);
        }
    }

    private static bool IsPreset(string path) => File.Exists(path + ".npz") || File.Exists(path + "_semantic_prompt.npy");

    private static string Known(string folder)
    {
        string path = Path.Combine(folder, PathsFile);
        if (!File.Exists(path))
            return "Its folder holds no presets.";
        try
        {
            using JsonDocument paths = JsonDocument.Parse(File.ReadAllBytes(path));
            string[] names = [.. paths.RootElement.EnumerateObject().Select(entry => entry.Name).Where(name => name != "repo_or_path")];
            return $"It has {names.Length}, such as {string.Join(", ", names.Take(5))}.";
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or IOException)
        {
            return $"{path} cannot be read: {cause.Message}";
        }
    }
}
