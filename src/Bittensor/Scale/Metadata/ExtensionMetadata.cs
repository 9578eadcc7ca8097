namespace Bittensor.Scale.Metadata;

/// <summary>A signed (transaction) extension.</summary>
/// <param name="Identifier">Its name, for example <c>CheckNonce</c>; type paths differ between runtimes, this does not.</param>
/// <param name="ExtraType">Type of what it puts into the extrinsic.</param>
/// <param name="AdditionalType">Type of what it adds to the signed payload alone.</param>
public sealed record ExtensionMetadata(string Identifier, int ExtraType, int AdditionalType);
