using System.Text.Json;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>Reads the index of a checkpoint in several files (<c>model.safetensors.index.json</c>): which tensor lies in which shard.</summary>
internal static class ShardIndex
{
    /// <summary>Longest index in bytes; those of the largest public models take a few hundred kB.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>The shards, each beside the index, with the names of their tensors.</summary>
    /// <exception cref="CheckpointException">The index cannot be read, contradicts itself, or names a file outside its folder.</exception>
    public static IReadOnlyList<(string File, IReadOnlyList<string> Tensors)> Read(string index)
    {
        try
        {
            if (new FileInfo(index).Length > MaxBytes)
                throw new CheckpointException($"'{index}' is larger than the {MaxBytes >> 20} MiB of an index.");
            using var json = JsonDocument.Parse(File.ReadAllBytes(index), new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
                throw new CheckpointException($"'{index}' has no 'weight_map'.");
            return [.. map.EnumerateObject()
                .Select(property => (property.Name, Shard: ShardFile(index, property)))
                .GroupBy(pair => pair.Shard, StringComparer.Ordinal)
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair.Name)]))];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new CheckpointException($"'{index}' cannot be read: {cause.Message}", cause);
        }
    }

    private static string ShardFile(string index, JsonProperty property)
    {
        string? name = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
        if (string.IsNullOrEmpty(name) || name is "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
            throw new CheckpointException($"'{index}' places the tensor '{property.Name}' in '{name}', which is not the name of a file beside it.");
        return Path.Combine(Path.GetDirectoryName(index) ?? "", name);
    }
}
