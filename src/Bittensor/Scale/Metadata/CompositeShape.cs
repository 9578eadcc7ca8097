namespace Bittensor.Scale.Metadata;

/// <summary>A struct: its fields one after another.</summary>
/// <param name="Fields">The fields in order; all named or all unnamed.</param>
public sealed record CompositeShape(IReadOnlyList<TypeField> Fields) : TypeShape;
