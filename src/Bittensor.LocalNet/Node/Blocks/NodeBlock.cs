using Bittensor.LocalNet.Node.State;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>A block as clients see it, with the state behind it. Immutable.</summary>
/// <param name="Header">The header.</param>
/// <param name="Hash">The header's hash.</param>
/// <param name="Extrinsics">The extrinsics as bytes, the inherent that sets the time first.</param>
/// <param name="State">The storage behind the block.</param>
internal sealed record NodeBlock(BlockHeader Header, BlockHash Hash, IReadOnlyList<byte[]> Extrinsics, StateSnapshot State)
{
    public ulong Number => Header.Number;
}
