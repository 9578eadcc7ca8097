using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Checkpoints;
using Bittensor.Scale.Metadata;
using Microsoft.Extensions.Logging;

namespace Bittensor.LocalNet.Node.Log;

/// <summary>Makes the blocks of a log again, then goes on recording. The chain is deterministic, so the same calls in the same blocks
/// give the same state; the newest blocks' hashes prove it. Older blocks need not be made again where a checkpoint holds their state.</summary>
internal sealed class ChainHistory(
    RuntimeMetadata metadata, ExtrinsicChecker checker, LocalChain chain, BlockStore blocks, CheckpointFolder checkpoints, ILogger logger)
{
    private int _genesisActions;

    /// <summary>Repeats what the log records, or begins a new log with what the chain holds.</summary>
    /// <exception cref="InvalidDataException">The log is damaged, or gives other blocks than it records.</exception>
    /// <exception cref="InvalidOperationException">The log has a history and so has the chain.</exception>
    public void Continue(ChainLog log)
    {
        checkpoints.Clean();
        if (log.Read().FirstOrDefault() is not BlockRecord genesis)
        {
            Begin(log);
        }
        else
        {
            if (chain is not { BlockNumber: 0, OpenActions.Count: 0 })
                throw new InvalidOperationException(
                    "The data folder keeps a chain already: start its node with a new LocalChain on which nothing was done.");
            if (!FromCheckpoint(log, genesis))
                FromGenesis(log);
        }
        // Behind the block store, which gives the hash.
        log.Recorder = Record;
        chain.Watch(log);
    }

    /// <summary>Goes on from the newest checkpoint that is good and leaves as many blocks to repeat as the node must know in full.</summary>
    private bool FromCheckpoint(ChainLog log, BlockRecord genesis)
    {
        foreach (string file in checkpoints.Files)
        {
            try
            {
                var checkpoint = Checkpoint.Read(File.ReadAllBytes(file), chain.Options.SudoKey);
                int lines = log.CountLines(checkpoint.LogPosition);
                if (lines - 1 < blocks.Kept)
                    continue;
                RepeatFrom(checkpoint, log, genesis, lines);
                return true;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or ChainException)
            {
                NodeLog.CheckpointSkipped(logger, file, problem.Message);
                chain.Unwatch(blocks);
                chain.Resume(new LedgerState { SudoKey = chain.Options.SudoKey }, DateTimeOffset.UnixEpoch);
                blocks.Clear();
            }
        }
        return false;
    }

    private void RepeatFrom(Checkpoint checkpoint, ChainLog log, BlockRecord genesis, int lines)
    {
        // Block 0 is made on a chain of its own: clients may ask for its state.
        var beginning = new LocalChain(chain.Options);
        beginning.Restore(DateTimeOffset.FromUnixTimeMilliseconds(genesis.Time), genesis.Actions.Select(action => action.ToAction()));
        beginning.Read(state =>
        {
            blocks.Begin(0, DateTimeOffset.FromUnixTimeMilliseconds(genesis.Time), state);
            return state;
        });
        blocks.Resume(checkpoint.Number, checkpoint.Hashes);
        chain.Resume(checkpoint.State, checkpoint.Time);
        chain.Follow(blocks);
        ulong head = checkpoint.Number + (ulong)lines - 1;
        foreach (BlockRecord record in log.Read(checkpoint.LogPosition))
        {
            if (record.Number > checkpoint.Number)
                Repeat(record, head);
            if (record.Number < checkpoint.Number || blocks.Head.Number != record.Number)
                throw new InvalidDataException($"the log has block {record.Number} where block {checkpoint.Number} should be");
            RequireSame(record);
        }
        NodeLog.Resumed(logger, blocks.Head.Number, checkpoint.Number);
    }

    private void FromGenesis(ChainLog log)
    {
        ulong head = (ulong)log.CountLines() - 1;
        foreach (BlockRecord record in log.Read())
        {
            if (record.Number == 0)
                Begin(record);
            else
                Repeat(record, head);
            RequireSame(record);
        }
        NodeLog.Resumed(logger, blocks.Head.Number, 0);
    }

    private void RequireSame(BlockRecord record)
    {
        if (blocks.Head.Hash.ToString() != record.Hash)
            throw new InvalidDataException(
                $"Block {record.Number} of the data folder is {record.Hash}; made again it is {blocks.Head.Hash}. "
                + "The folder was written with other options or by another version of this program.");
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

    private void Repeat(BlockRecord record, ulong head)
    {
        // Only the newest blocks are made in full; that they come out right proves the state on which they stand.
        if (record.Number + (ulong)blocks.Kept <= head)
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
