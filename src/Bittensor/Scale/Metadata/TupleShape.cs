namespace Bittensor.Scale.Metadata;

/// <summary>A tuple; without elements it is the unit type.</summary>
/// <param name="Elements">Types of the elements.</param>
public sealed record TupleShape(IReadOnlyList<int> Elements) : TypeShape;
