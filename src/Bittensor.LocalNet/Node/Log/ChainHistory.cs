using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Log;

/// <summary>Makes the blocks of a log again, then goes on recording. The chain is deterministic, so the same calls in the same blocks
/// give the same state; each block's hash proves it.</summary>
internal sealed class ChainHistory(RuntimeMetadata metadata, ExtrinsicChecker checker, LocalChain chain, BlockStore blocks)
{
    private int _genesisActions;

    /// <summary>Repeats what the log records, or begins a new log with what the chain holds.</summary>
    /// <exception cref="InvalidDataException">The log is damaged, or gives other blocks than it records.</exception>
    /// <exception cref="InvalidOperationException">The log has a history and so has the chain.</exception>
    public void Continue(ChainLog log)
    {
        bool fresh = chain is { BlockNumber: 0, OpenActions.Count: 0 };
        bool begun = false;
        // Only the newest blocks are made in full; that they come out right proves the state on which they stand.
        int total = log.Read().Count();
        foreach (BlockRecord record in log.Read())
        {
            if (!fresh)
                throw new InvalidOperationException(
                    "The data folder keeps a chain already: start its node with a new LocalChain on which nothing was done.");
            if (begun)
                Repeat(record, inFull: record.Number + (ulong)blocks.Kept >= (ulong)total);
            else
                Begin(record);
            begun = true;
            if (blocks.Head.Hash.ToString() != record.Hash)
                throw new InvalidDataException(
                    $"Block {record.Number} of the data folder is {record.Hash}; made again it is {blocks.Head.Hash}. "
                    + "The folder was written with other options or by another version of this program.");
        }

        if (!begun)
            Begin(log);
        // Behind the block store, which gives the hash.
        log.Recorder = Record;
        chain.Watch(log);
    }

    private void Begin(ChainLog log)
    {
        if (chain.BlockNumber > 0)
            throw new InvalidOperationException("A chain is kept from its block 0 on: start the node before the first block.");
        IReadOnlyList<ChainAction> actions = chain.OpenActions;
        DateTimeOffset time = Whole(chain.GetBlocks()[0].Time);
        chain.Restore(time, []);
        chain.Watch(blocks);
        log.Append(new BlockRecord
        {
            Number = 0,
            Time = time.ToUnixTimeMilliseconds(),
            Hash = blocks.Head.Hash.ToString(),
            Actions = [.. actions.Select(ActionRecord.From)],
        });
    }

    private void Begin(BlockRecord record)
    {
        _genesisActions = record.Actions.Count;
        chain.Restore(DateTimeOffset.FromUnixTimeMilliseconds(record.Time), record.Actions.Select(action => action.ToAction()));
        chain.Watch(blocks);
    }

    private void Repeat(BlockRecord record, bool inFull)
    {
        if (!inFull)
            blocks.SkipNext(new BlockHash(Convert.FromHexString(record.Hash.AsSpan(2))));
        // Block 1 names again what was done for block 0.
        foreach (ActionRecord action in record.Actions.Skip(record.Number == 1 ? _genesisActions : 0))
            action.ToAction().Apply(chain);
        foreach (CallRecord call in record.Calls)
            chain.Repeat(Read(call));
        chain.ProduceBlockAt(DateTimeOffset.FromUnixTimeMilliseconds(record.Time));
    }

    private BlockRecord Record(Block block) => new()
    {
        Number = block.Number,
        Time = block.Time.ToUnixTimeMilliseconds(),
        Hash = blocks.Head.Hash.ToString(),
        Actions = [.. block.Actions.Select(ActionRecord.From)],
        Calls = [.. block.Calls.Select(call => Write(call.Extrinsic))],
    };

    private CallRecord Write(Extrinsic extrinsic) => extrinsic is Extrinsic.Signed signed
        ? new CallRecord(Signer: null, Convert.ToHexStringLower(signed.Encoded.Span))
        : new CallRecord(extrinsic.Signer.ToString(), Convert.ToHexStringLower(CallWriter.WriteCall(metadata, extrinsic)));

    /// <summary>Signatures were checked when the extrinsics came.</summary>
    private Extrinsic Read(CallRecord call)
    {
        byte[] bytes = Convert.FromHexString(call.Bytes);
        return call.Signer is null ? checker.Price(bytes) : CallReader.Read(AccountId.Parse(call.Signer), metadata.DecodeCall(bytes));
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
