namespace Bittensor.Scale.Metadata;

/// <summary>A variant of an enum; calls, events and errors of pallets are such variants.</summary>
/// <param name="Name">The variant's name.</param>
/// <param name="Index">Its first byte when encoded.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record TypeVariant(string Name, byte Index, IReadOnlyList<TypeField> Fields, IReadOnlyList<string> Docs);
