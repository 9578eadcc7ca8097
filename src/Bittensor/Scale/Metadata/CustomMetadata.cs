namespace Bittensor.Scale.Metadata;

/// <summary>A value that the runtime's authors added to its metadata (from version 15 on).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Id of its type.</param>
/// <param name="Value">The value as SCALE.</param>
public sealed record CustomMetadata(string Name, int Type, ReadOnlyMemory<byte> Value);
