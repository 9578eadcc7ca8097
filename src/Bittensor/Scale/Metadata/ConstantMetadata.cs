namespace Bittensor.Scale.Metadata;

/// <summary>A constant of a pallet.</summary>
/// <param name="Name">The constant's name.</param>
/// <param name="Type">Id of its type.</param>
/// <param name="Value">Its value as SCALE.</param>
/// <param name="Docs">Documentation, a string a line.</param>
public sealed record ConstantMetadata(string Name, int Type, ReadOnlyMemory<byte> Value, IReadOnlyList<string> Docs);
