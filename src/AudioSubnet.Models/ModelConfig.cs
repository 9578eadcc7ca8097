using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models;

/// <summary>Reads the configuration files of a Hugging Face checkpoint folder into records whose defaults are the reference classes' own: files leave out what equals the default.</summary>
public static class ModelConfig
{
    private const long MaxBytes = 16 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        MaxDepth = 32,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">A record whose properties carry the names of the keys, in Pascal case.</typeparam>
    /// <param name="folder">The checkpoint folder.</param>
    /// <param name="name">Name of the file.</param>
    /// <exception cref="CheckpointException">The file is missing, too large, or not of this shape.</exception>
    public static T Read<T>(string folder, string name = "config.json")
        where T : class
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new CheckpointException($"{path} is missing. Pull the model again, or copy the file from where the checkpoint came from.");
        return Parse<T>(path);
    }

    /// <summary>Reads a file that a checkpoint may lack.</summary>
    /// <returns>What it says; the defaults if it is not there.</returns>
    /// <exception cref="CheckpointException">The file is too large, or not of this shape.</exception>
    public static T ReadOptional<T>(string folder, string name)
        where T : class, new()
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? Parse<T>(path) : new T();
    }

    private static T Parse<T>(string path)
        where T : class
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                throw new CheckpointException($"{path} has {file.Length} bytes; a configuration has at most {MaxBytes}.");
            return JsonSerializer.Deserialize<T>(file, Options) ?? throw new CheckpointException($"{path} holds nothing.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
