using Bittensor.Crypto;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>A block's header as Substrate encodes it; without digest items, since nobody competes for blocks here.</summary>
/// <param name="ParentHash">Hash of the block before; zeros for block 0.</param>
/// <param name="Number">The block's number.</param>
/// <param name="StateRoot">Digest of the state behind the block.</param>
/// <param name="ExtrinsicsRoot">Digest of the extrinsics.</param>
internal sealed record BlockHeader(BlockHash ParentHash, ulong Number, BlockHash StateRoot, BlockHash ExtrinsicsRoot)
{
    /// <summary>The block's hash: BLAKE2b-256 of the encoded header.</summary>
    public BlockHash Hash()
    {
        using var writer = new ScaleWriter();
        writer.WriteBytes(ParentHash.Bytes);
        writer.WriteCompact(Number);
        writer.WriteBytes(StateRoot.Bytes);
        writer.WriteBytes(ExtrinsicsRoot.Bytes);
        writer.WriteLength(0);
        return new BlockHash(Hashes.Blake2b256(writer.Written));
    }
}
