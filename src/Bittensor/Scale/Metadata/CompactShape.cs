namespace Bittensor.Scale.Metadata;

/// <summary>An unsigned integer (or a struct around one) in compact form.</summary>
/// <param name="Inner">Type of the integer or struct.</param>
public sealed record CompactShape(int Inner) : TypeShape;
