using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Runtime;
using Bittensor.LocalNet.Node.State;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>Makes the block that clients see from what the ledger has done. Not thread-safe: the chain calls it in turn.</summary>
internal sealed class BlockBuilder(LocalRuntime runtime, LocalChainOptions options)
{
    private readonly DispatchErrors _errors = new(runtime.Metadata);
    private readonly StateItemCache _cache = new();

    /// <summary>Block 0, without extrinsics.</summary>
    public NodeBlock Genesis(DateTimeOffset time, LedgerState state) => Build(null, [], 0, time, [], [], state);

    /// <param name="parent">The block before.</param>
    /// <param name="recent">Blocks whose hashes the state remembers.</param>
    /// <param name="block">What the ledger has done.</param>
    /// <param name="state">The ledger behind the block.</param>
    public NodeBlock Build(NodeBlock parent, IEnumerable<NodeBlock> recent, Block block, LedgerState state)
    {
        var events = new EventWriter(_errors);
        events.AddOpening(block.Opening);
        events.AddTimestamp();
        foreach ((int index, AppliedCall call) in block.Calls.Index())
            events.AddCall(index + 1, call);
        byte[][] extrinsics =
        [
            CallWriter.Timestamp(runtime.Metadata, block.Time),
            .. block.Calls.Select(call => CallWriter.Write(runtime.Metadata, call.Extrinsic)),
        ];
        return Build(parent, recent, block.Number, block.Time, events.Records, extrinsics, state);
    }

    private NodeBlock Build(
        NodeBlock? parent,
        IEnumerable<NodeBlock> recent,
        ulong number,
        DateTimeOffset time,
        IReadOnlyList<ScaleValue> events,
        byte[][] extrinsics,
        LedgerState state)
    {
        List<StateItem> items = StateWriter.Write(runtime.Metadata, options, _cache, state);
        BlockHash parentHash = parent?.Hash ?? default;
        Put("System", "Number", number);
        Put("System", "ParentHash", parentHash.ToArray());
        Put("System", "Events", events);
        Put("System", "EventCount", events.Count);
        Put("Timestamp", "Now", (ulong)time.ToUnixTimeMilliseconds());
        foreach (NodeBlock block in recent)
            items.Add(_cache.Get(
                "System", "BlockHash", block.Hash, [block.Number], () => Item("System", "BlockHash", block.Hash.ToArray(), block.Number)));
        var snapshot = new StateSnapshot(items, parent?.State);
        var header = new BlockHeader(parentHash, number, new BlockHash(snapshot.Digest()), Digest(extrinsics));
        return new NodeBlock(header, header.Hash(), extrinsics, snapshot);

        void Put(string pallet, string entry, object value) => items.Add(Item(pallet, entry, value));
    }

    private StateItem Item(string pallet, string entry, object value, params IReadOnlyList<object?> keys)
    {
        StorageEntry storage = runtime.Metadata.Storage(pallet, entry);
        return new StateItem(storage.Key(keys), storage.EncodeValue(value));
    }

    private static BlockHash Digest(byte[][] extrinsics)
    {
        using var writer = new ScaleWriter();
        foreach (byte[] extrinsic in extrinsics)
            writer.WriteByteVector(extrinsic);
        return new BlockHash(Hashes.Blake2b256(writer.Written));
    }
}
