namespace Bittensor.Scale.Metadata;

/// <summary>An array: the elements alone.</summary>
/// <param name="Length">How many elements.</param>
/// <param name="Element">Type of the elements.</param>
public sealed record ArrayShape(uint Length, int Element) : TypeShape;
