namespace Bittensor.LocalNet;

/// <summary>A call as a block includes it.</summary>
/// <param name="Extrinsic">The call.</param>
/// <param name="Events">What it brought about, in order; the last one is <see cref="ChainEvent.ExtrinsicFailed"/> if it was
/// refused.</param>
/// <param name="ErrorName">The pallet's name of the error with which it was refused, or null.</param>
public sealed record AppliedCall(Extrinsic Extrinsic, IReadOnlyList<ChainEvent> Events, string? ErrorName);
