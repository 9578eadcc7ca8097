using Bittensor.LocalNet.Ledger;

namespace Bittensor.LocalNet;

/// <summary>Sees every state of a chain from some block on. Called in turn and with the chain at rest, so the state is the block's
/// own; must be quick, must not throw and must not call the chain.</summary>
internal interface IBlockWatcher
{
    /// <summary>The chain as it is when watching begins.</summary>
    void Begin(ulong number, DateTimeOffset time, LedgerState state);

    /// <summary>A block was produced.</summary>
    void Produced(Block block, LedgerState state);
}
