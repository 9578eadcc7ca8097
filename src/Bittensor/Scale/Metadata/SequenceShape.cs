namespace Bittensor.Scale.Metadata;

/// <summary>A <c>Vec</c>: a compact length, then the elements.</summary>
/// <param name="Element">Type of the elements.</param>
public sealed record SequenceShape(int Element) : TypeShape;
