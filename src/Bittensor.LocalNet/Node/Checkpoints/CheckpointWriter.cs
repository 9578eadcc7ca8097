using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Log;
using Microsoft.Extensions.Logging;

namespace Bittensor.LocalNet.Node.Checkpoints;

/// <summary>Writes a checkpoint every so many blocks. Watches the chain behind the log, which must have the block first.</summary>
internal sealed class CheckpointWriter(CheckpointFolder folder, ChainLog log, BlockStore blocks, int interval, ILogger logger) : IBlockWatcher
{
    /// <inheritdoc/>
    public void Begin(ulong number, DateTimeOffset time, LedgerState state)
    {
        // The chain begins with a checkpoint or without one.
    }

    /// <inheritdoc/>
    public void Produced(Block block, LedgerState state)
    {
        if (block.Number % (ulong)interval != 0)
            return;
        try
        {
            folder.Write(new Checkpoint(block.Time, log.LastPosition, blocks.RecentHashes(), state));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The log has everything; only the next start takes longer.
            NodeLog.CheckpointFailed(logger, block.Number, exception);
        }
    }
}
