using System.Text;
using System.Text.Json;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>Bounded reading of the vocabulary and configuration files of a checkpoint folder. They are untrusted: every size is checked before it is used.</summary>
internal static class TokenizerFiles
{
    /// <summary>Largest file that is read, in bytes; the largest published vocabularies have about 10 MB.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>Most tokens in a vocabulary.</summary>
    public const int MaxTokens = 1_000_000;

    /// <summary>Largest id.</summary>
    public const int MaxId = 10_000_000;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32 };

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, too large or unreadable.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                throw new CheckpointException($"{path} has {file.Length} bytes; a tokenizer file has at most {MaxBytes}.");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path} is missing. Pull the model again, or copy the file from where the checkpoint came from.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The lines of a text file, without their ends.</summary>
    /// <exception cref="CheckpointException">The file is missing, too large, not UTF-8, or has more lines than a vocabulary may have tokens.</exception>
    public static List<string> ReadLines(string path)
    {
        byte[] bytes = Read(path);
        var lines = new List<string>();
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
                if (lines.Count > MaxTokens)
                    throw new CheckpointException($"{path} has more than {MaxTokens} lines.");
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new CheckpointException($"{path} is not UTF-8 text: {exception.Message}", exception);
        }
        return lines;
    }

    /// <summary>A vocabulary file <c>{"token": id, …}</c>.</summary>
    /// <exception cref="CheckpointException">The file is missing or not such a file.</exception>
    public static Vocabulary ReadVocabulary(string path) =>
        ParseJson(path, root =>
        {
            if (root.ValueKind != JsonValueKind.Object)
                throw new CheckpointException($"{path} is not an object of tokens and ids.");
            return new Vocabulary(path, root.EnumerateObject().Select(entry => KeyValuePair.Create(
                entry.Name,
                entry.Value.ValueKind == JsonValueKind.Number && entry.Value.TryGetInt32(out int id)
                    ? id
                    : throw new CheckpointException($"{path}: the id of '{entry.Name}' is not an integer."))));
        });

    /// <summary>Reads a JSON file that may be missing; a missing one counts as <c>{}</c>.</summary>
    public static T ParseOptionalJson<T>(string path, Func<JsonElement, T> read)
    {
        if (File.Exists(path))
            return ParseJson(path, read);
        using JsonDocument empty = JsonDocument.Parse("{}");
        return read(empty.RootElement);
    }

    /// <summary>Reads a JSON file.</summary>
    /// <exception cref="CheckpointException">The file is missing, not JSON, or its values are not of the expected kinds.</exception>
    public static T ParseJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = Read(path);
            if (bytes.Span.StartsWith("\uFEFF"u8))
                bytes = bytes[3..];
            using JsonDocument document = JsonDocument.Parse(bytes, Json);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException or KeyNotFoundException)
        {
            throw new CheckpointException($"{path} is not the file it should be: {exception.Message}", exception);
        }
    }
}
