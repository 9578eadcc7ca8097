namespace Bittensor.Scale.Metadata;

/// <summary>Everything that metadata of versions 14 to 16 says, as plain data: what a reader yields and a writer takes.</summary>
public sealed record MetadataContent
{
    /// <summary>The types, by position.</summary>
    public required IReadOnlyList<TypeDefinition> Types { get; init; }

    /// <summary>The pallets.</summary>
    public required IReadOnlyList<PalletMetadata> Pallets { get; init; }

    /// <summary>How extrinsics are built.</summary>
    public required ExtrinsicMetadata Extrinsic { get; init; }

    /// <summary>Type of the runtime itself; null in version 16.</summary>
    public int? RuntimeType { get; init; }

    /// <summary>Runtime APIs; empty in version 14.</summary>
    public IReadOnlyList<RuntimeApiMetadata> Apis { get; init; } = [];

    /// <summary>The enums over all pallets; null in version 14.</summary>
    public OuterTypes? OuterTypes { get; init; }

    /// <summary>Values of the runtime's authors; empty in version 14.</summary>
    public IReadOnlyList<CustomMetadata> Custom { get; init; } = [];
}
