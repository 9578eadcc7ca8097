using Bittensor.Scale;

namespace Bittensor.Chain.Rpc;

/// <summary>An entry of a storage map.</summary>
/// <param name="Keys">Its keys; null where the hasher does not keep them.</param>
/// <param name="Value">Its value.</param>
public sealed record StorageItem(IReadOnlyList<ScaleValue?> Keys, ScaleValue Value);
