namespace Bittensor.Scale.Metadata;

/// <summary>A storage entry as the metadata describes it: a plain value (no hashers) or a map.</summary>
public sealed record StorageEntryMetadata
{
    /// <summary>The entry's name, for example <c>Tempo</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What an absent value means.</summary>
    public StorageModifier Modifier { get; init; } = StorageModifier.Default;

    /// <summary>A hasher for each key; empty for a plain value.</summary>
    public IReadOnlyList<StorageHasher> Hashers { get; init; } = [];

    /// <summary>Type of the key: with several hashers a tuple of as many; null for a plain value.</summary>
    public int? KeyType { get; init; }

    /// <summary>Type of the value.</summary>
    public required int ValueType { get; init; }

    /// <summary>The default value as SCALE.</summary>
    public ReadOnlyMemory<byte> Default { get; init; }

    /// <summary>Documentation, a string a line.</summary>
    public IReadOnlyList<string> Docs { get; init; } = [];
}
