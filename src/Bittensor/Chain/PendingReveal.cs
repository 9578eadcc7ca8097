namespace Bittensor.Chain;

/// <summary>Weights that were committed and wait for the epoch in which they can be revealed.</summary>
/// <param name="Hash">The commitment, as 0x-hex.</param>
/// <param name="Weights">The weights.</param>
/// <param name="VersionKey">The version key they go with.</param>
/// <param name="CommittedAt">Block that holds the commit; null as long as it is not known to be in one.</param>
public sealed record PendingReveal(string Hash, IReadOnlyList<UidWeight> Weights, ulong VersionKey, ulong? CommittedAt);
