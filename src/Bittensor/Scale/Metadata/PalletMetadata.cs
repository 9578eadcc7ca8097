namespace Bittensor.Scale.Metadata;

/// <summary>A pallet (module) of a runtime. Calls, events and errors are variants of the enums whose type ids are given.</summary>
public sealed record PalletMetadata
{
    /// <summary>The pallet's name, for example <c>SubtensorModule</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its first byte in calls, events and errors.</summary>
    public required byte Index { get; init; }

    /// <summary>Prefix of its storage, usually its name; null if it has no storage.</summary>
    public string? StoragePrefix { get; init; }

    /// <summary>Its storage entries.</summary>
    public IReadOnlyList<StorageEntryMetadata> Storage { get; init; } = [];

    /// <summary>Type of its calls, or null.</summary>
    public int? CallType { get; init; }

    /// <summary>Type of its events, or null.</summary>
    public int? EventType { get; init; }

    /// <summary>Type of its errors, or null.</summary>
    public int? ErrorType { get; init; }

    /// <summary>Its constants.</summary>
    public IReadOnlyList<ConstantMetadata> Constants { get; init; } = [];

    /// <summary>Documentation, a string a line (from version 15 on).</summary>
    public IReadOnlyList<string> Docs { get; init; } = [];
}
