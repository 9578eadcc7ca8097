namespace Bittensor.LocalNet.Ledger;

/// <summary>Weights that a hotkey has committed to and not yet revealed.</summary>
/// <param name="Hash">BLAKE2b-256 of what will be revealed.</param>
/// <param name="Epoch">Index of the epoch to which the commit belongs.</param>
/// <param name="Block">Block of the commit.</param>
internal sealed record WeightCommit(ReadOnlyMemory<byte> Hash, ulong Epoch, ulong Block);
