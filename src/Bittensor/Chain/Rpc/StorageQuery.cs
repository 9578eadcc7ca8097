using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>A storage value to read: an entry and its keys.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Keys">One for each of the entry's keys.</param>
public sealed record StorageQuery(StorageEntry Entry, params IReadOnlyList<object?> Keys);
