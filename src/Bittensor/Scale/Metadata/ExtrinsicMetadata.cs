namespace Bittensor.Scale.Metadata;

/// <summary>
/// How the runtime's extrinsics are built. Version 14 does not state the types of the parts; they are found in the extrinsic's own
/// type.
/// </summary>
public sealed record ExtrinsicMetadata
{
    /// <summary>The extrinsic versions that the runtime takes.</summary>
    public required IReadOnlyList<byte> Versions { get; init; }

    /// <summary>The type <c>UncheckedExtrinsic</c>, which version 14 names; null if the registry does not hold it.</summary>
    public int? ExtrinsicType { get; init; }

    /// <summary>Type of the signer's address.</summary>
    public required int AddressType { get; init; }

    /// <summary>Type of the outermost call.</summary>
    public required int CallType { get; init; }

    /// <summary>Type of the signature.</summary>
    public required int SignatureType { get; init; }

    /// <summary>Type of the extensions together; null where the metadata does not say (version 16).</summary>
    public int? ExtraType { get; init; }

    /// <summary>The extensions, in the order in which they are written.</summary>
    public required IReadOnlyList<ExtensionMetadata> Extensions { get; init; }
}
