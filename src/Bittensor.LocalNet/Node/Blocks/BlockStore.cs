using System.Runtime.CompilerServices;
using Bittensor.LocalNet.Ledger;
using Bittensor.LocalNet.Node.State;

namespace Bittensor.LocalNet.Node.Blocks;

/// <summary>The newest blocks with their states, and block 0. Thread-safe.</summary>
internal sealed class BlockStore(BlockBuilder builder, int kept) : IBlockWatcher
{
    private readonly Lock _lock = new();
    private readonly Dictionary<BlockHash, NodeBlock> _byHash = [];
    private readonly List<NodeBlock> _recent = [];
    private TaskCompletionSource _next = NewSignal();
    private NodeBlock? _genesis;
    private BlockHash? _recorded;

    public NodeBlock Genesis => _genesis ?? throw new InvalidOperationException("The node does not watch the chain yet.");

    public NodeBlock Head
    {
        get
        {
            lock (_lock)
                return _recent[^1];
        }
    }

    /// <summary>The block of that hash, or null if there is none or it is too old.</summary>
    public NodeBlock? Find(BlockHash hash)
    {
        lock (_lock)
            return _byHash.GetValueOrDefault(hash);
    }

    /// <summary>The block of that number, or null if there is none or it is too old.</summary>
    public NodeBlock? Find(ulong number)
    {
        if (number == 0)
            return Genesis;
        lock (_lock)
        {
            ulong first = _recent[0].Number;
            return number >= first && number - first < (ulong)_recent.Count ? _recent[(int)(number - first)] : null;
        }
    }

    /// <summary>The hashes of the kept blocks, oldest first.</summary>
    public IReadOnlyList<BlockHash> RecentHashes()
    {
        lock (_lock)
            return [.. _recent.Select(block => block.Hash)];
    }

    /// <summary>Takes over the newest blocks of a chain that was saved; only their hashes are known. Block 0 must be here.</summary>
    public void Resume(ulong number, IReadOnlyList<BlockHash> hashes)
    {
        lock (_lock)
        {
            _recent.Clear();
            _byHash.Clear();
            _byHash.Add(Genesis.Hash, Genesis);
        }
        ulong first = number + 1 - (ulong)hashes.Count;
        foreach ((int index, BlockHash hash) in hashes.Index())
            Add(first + (ulong)index == 0 ? Genesis : Stub(first + (ulong)index, hash));
    }

    /// <summary>Forgets every block.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _recent.Clear();
            _byHash.Clear();
            _genesis = null;
            _recorded = null;
        }
    }

    /// <summary>How many blocks are kept.</summary>
    public int Kept => kept;

    /// <summary>The next block is so old that nobody will ask for it: its recorded hash is enough, and its state is not made.</summary>
    public void SkipNext(BlockHash recorded) => _recorded = recorded;

    /// <summary>The blocks from a number on, each once and in order; begins with the oldest kept one if that is gone.</summary>
    public async IAsyncEnumerable<NodeBlock> FollowAsync(ulong from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            NodeBlock[] blocks;
            Task next;
            lock (_lock)
            {
                blocks = [.. _recent.Where(block => block.Number >= from)];
                next = _next.Task;
            }
            foreach (NodeBlock block in blocks)
            {
                yield return block;
                from = block.Number + 1;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Begin(ulong number, DateTimeOffset time, LedgerState state)
    {
        _genesis = builder.Genesis(time, state);
        state.SetHash(0, _genesis.Hash.ToArray());
        Add(_genesis);
        // A chain that runs already: its blocks up to now are not known here, so its newest one follows block 0.
        if (number > 0)
            Produced(new Block(number, time, [], []), state);
    }

    /// <inheritdoc/>
    public void Produced(Block block, LedgerState state)
    {
        if (_recorded is BlockHash recorded)
        {
            _recorded = null;
            state.SetHash(block.Number, recorded.ToArray());
            Add(Stub(block.Number, recorded));
            return;
        }
        NodeBlock[] recent;
        lock (_lock)
            recent = [.. _recent];
        NodeBlock built = builder.Build(recent[^1], recent, block, state);
        // Work for a registration is done over the newest hashes, so the ledger must know them.
        state.SetHash(built.Number, built.Hash.ToArray());
        Add(built);
    }

    private void Add(NodeBlock block)
    {
        TaskCompletionSource signal;
        lock (_lock)
        {
            // Numbers in the list have no gaps, so that they can be looked up by position.
            if (_recent.Count > 0 && block.Number != _recent[^1].Number + 1)
                _recent.Clear();
            _recent.Add(block);
            _byHash[block.Hash] = block;
            while (_recent.Count > kept)
            {
                if (_recent[0].Number != 0)
                    _byHash.Remove(_recent[0].Hash);
                _recent.RemoveAt(0);
            }
            signal = _next;
            _next = NewSignal();
        }
        signal.SetResult();
    }

    /// <summary>A block of which only number and hash are known.</summary>
    private static NodeBlock Stub(ulong number, BlockHash hash) =>
        new(new BlockHeader(default, number, default, default), hash, [], StateSnapshot.Empty);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
