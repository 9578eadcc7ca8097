using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.Scale.Extrinsics;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>Extrinsics between submission and block. They go to the chain in the order of their signer's nonces; one that comes too
/// early waits for those before it. Thread-safe.</summary>
/// <remarks>Lock order: the pool's lock, then the chain's; the chain never calls the pool.</remarks>
internal sealed class TransactionPool(LocalChain chain, ExtrinsicChecker checker, BlockStore blocks, int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlockHash, PooledExtrinsic> _byHash = [];
    private readonly Dictionary<AccountId, SortedDictionary<uint, PooledExtrinsic>> _early = [];
    private readonly Dictionary<AccountId, (uint Last, int Count)> _handedIn = [];

    /// <summary>What waits for the next block, in no particular order between signers.</summary>
    public IReadOnlyList<PooledExtrinsic> Pending
    {
        get
        {
            lock (_lock)
                return [.. _byHash.Values.Where(entry => entry.Ready.IsCompleted).OrderBy(entry => entry.Nonce)];
        }
    }

    /// <summary>Checks an extrinsic and takes it in.</summary>
    /// <exception cref="PoolException">It is refused.</exception>
    public PooledExtrinsic Submit(byte[] encoded)
    {
        var hash = new BlockHash(ExtrinsicFormat.Hash(encoded));
        Extrinsic.Signed extrinsic = checker.Check(encoded);
        lock (_lock)
        {
            (uint used, ulong balance) = chain.Read(state => (state.NonceOf(extrinsic.Signer), state.BalanceOf(extrinsic.Signer)));
            if (extrinsic.Nonce < used)
                throw PoolException.Stale();
            if (_byHash.ContainsKey(hash))
                throw PoolException.AlreadyImported(hash.ToString());
            uint next = NextNonce(extrinsic.Signer);
            if (extrinsic.Nonce < next || IsEarly(extrinsic))
                throw PoolException.TooLowPriority();
            if (balance < extrinsic.Fee.Rao)
                throw PoolException.CannotPay();
            if (_byHash.Count >= capacity)
                throw PoolException.Full();
            var entry = new PooledExtrinsic(hash, extrinsic);
            _byHash.Add(hash, entry);
            Early(extrinsic.Signer).Add(extrinsic.Nonce, entry);
            HandIn(extrinsic.Signer);
            return entry;
        }
    }

    /// <summary>The nonce for the next extrinsic of an account, counting those that wait for a block.</summary>
    public uint NextNonce(AccountId account)
    {
        lock (_lock)
        {
            uint used = chain.Read(state => state.NonceOf(account));
            return _handedIn.TryGetValue(account, out (uint Last, int Count) waiting) ? Math.Max(used, waiting.Last + 1) : used;
        }
    }

    /// <summary>Lets go of extrinsics as blocks include them, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (NodeBlock block in blocks.FollowAsync(blocks.Head.Number, cancellationToken))
            foreach (byte[] extrinsic in block.Extrinsics)
                Remove(new BlockHash(ExtrinsicFormat.Hash(extrinsic)), block);
    }

    /// <summary>Hands in what follows on the nonces that are used or handed in already.</summary>
    private void HandIn(AccountId account)
    {
        SortedDictionary<uint, PooledExtrinsic> early = Early(account);
        while (early.Remove(NextNonce(account), out PooledExtrinsic? entry))
        {
            _handedIn[account] = (entry.Nonce, _handedIn.GetValueOrDefault(account).Count + 1);
            entry.MarkReady();
            // Watched to its end there; what goes wrong ends up in the entry.
            _ = SendAsync(entry);
        }
        if (early.Count == 0)
            _early.Remove(account);
    }

    private async Task SendAsync(PooledExtrinsic entry)
    {
        try
        {
            await chain.SubmitAsync(entry.Extrinsic);
        }
        catch (ChainException refusal) when (refusal.ErrorName == "InvalidTransaction")
        {
            Remove(entry.Hash, block: null);
        }
        catch (ChainException)
        {
            // Included and refused by its pallet: its block says so.
        }
    }

    private void Remove(BlockHash hash, NodeBlock? block)
    {
        PooledExtrinsic? entry;
        lock (_lock)
        {
            if (!_byHash.Remove(hash, out entry))
                return;
            (uint last, int count) = _handedIn[entry.Signer];
            if (count == 1)
                _handedIn.Remove(entry.Signer);
            else
                _handedIn[entry.Signer] = (last, count - 1);
            HandIn(entry.Signer);
        }
        entry.Complete(block);
    }

    private bool IsEarly(Extrinsic.Signed extrinsic) =>
        _early.TryGetValue(extrinsic.Signer, out SortedDictionary<uint, PooledExtrinsic>? waiting) && waiting.ContainsKey(extrinsic.Nonce);

    private SortedDictionary<uint, PooledExtrinsic> Early(AccountId account)
    {
        if (!_early.TryGetValue(account, out SortedDictionary<uint, PooledExtrinsic>? waiting))
            _early.Add(account, waiting = []);
        return waiting;
    }
}
