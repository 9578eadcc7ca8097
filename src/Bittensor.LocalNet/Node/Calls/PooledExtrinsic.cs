using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Blocks;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>An extrinsic that was found valid and waits for a block.</summary>
internal sealed class PooledExtrinsic(BlockHash hash, Extrinsic.Signed extrinsic)
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<NodeBlock?> _included = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BlockHash Hash { get; } = hash;

    public Extrinsic.Signed Extrinsic { get; } = extrinsic;

    public AccountId Signer => Extrinsic.Signer;

    public uint Nonce => Extrinsic.Nonce;

    /// <summary>Completes when all earlier nonces of the signer are there.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Gives the block that includes it, or null when it was dropped.</summary>
    public Task<NodeBlock?> Included => _included.Task;

    public void MarkReady() => _ready.TrySetResult();

    public void Complete(NodeBlock? block)
    {
        _ready.TrySetResult();
        _included.TrySetResult(block);
    }
}
