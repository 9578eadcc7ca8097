namespace Bittensor.LocalNet;

/// <summary>A block that has been produced.</summary>
/// <param name="Number">Its number; the chain begins with block 0.</param>
/// <param name="Time">When it was produced.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record Block(ulong Number, DateTimeOffset Time, IReadOnlyList<ChainEvent> Events);
