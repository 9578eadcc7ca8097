using Bittensor.Chain;

namespace AudioSubnet.Validator.State;

/// <summary>Weights that the chain took.</summary>
/// <param name="Block">Block at which they were set.</param>
/// <param name="SetAt">When.</param>
/// <param name="VersionKey">Version key that went with them.</param>
/// <param name="Weights">As they were sent.</param>
/// <param name="Verified">True if the chain gave the same weights back.</param>
public sealed record WeightsRecord(ulong Block, DateTimeOffset SetAt, ulong VersionKey, IReadOnlyList<UidWeight> Weights, bool Verified);
