using Bittensor.LocalNet.Node.Blocks;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>Reads SubtensorModule's storage at a block as the runtime would: what is absent has the entry's default.</summary>
internal sealed class StateReader(RuntimeMetadata metadata, NodeBlock block)
{
    public NodeBlock Block { get; } = block;

    public ScaleValue Get(string entry, params IReadOnlyList<object?> keys)
    {
        StorageEntry storage = metadata.Storage("SubtensorModule", entry);
        return storage.DecodeValue(Block.State.Find(storage.Key(keys)));
    }

    /// <summary>The keys under the first keys of a map, each with what follows them.</summary>
    public IEnumerable<IReadOnlyList<ScaleValue?>> Keys(string entry, params IReadOnlyList<object?> firstKeys)
    {
        StorageEntry storage = metadata.Storage("SubtensorModule", entry);
        return Block.State.Keys(storage.Key(firstKeys)).Select(key => storage.DecodeKey(key));
    }

    /// <summary>The netuids of all subnets, the root network among them, in order.</summary>
    public IReadOnlyList<ScaleValue> Netuids() => [.. Keys("NetworksAdded").Select(keys => keys[0]!).OrderBy(netuid => netuid.AsUInt16())];

    /// <summary>True if there is a subnet of that netuid.</summary>
    public bool Exists(object netuid) => Get("NetworksAdded", netuid).AsBool();
}
