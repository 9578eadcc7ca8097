namespace Bittensor.Scale.Metadata;

/// <summary>A field of a struct, variant or call.</summary>
/// <param name="Name">The field's name; null in tuple structs.</param>
/// <param name="Type">Id of the field's type.</param>
/// <param name="TypeName">The type as the source code spells it, if known.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record TypeField(string? Name, int Type, string? TypeName, IReadOnlyList<string> Docs);
