namespace Bittensor.Scale.Metadata;

/// <summary>A primitive type.</summary>
/// <param name="Primitive">Which.</param>
public sealed record PrimitiveShape(ScalePrimitive Primitive) : TypeShape;
