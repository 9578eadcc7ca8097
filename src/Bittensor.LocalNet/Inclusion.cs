namespace Bittensor.LocalNet;

/// <summary>A call that entered a block and was carried out.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="Events">What the call brought about.</param>
public sealed record Inclusion(ulong Block, IReadOnlyList<ChainEvent> Events);
