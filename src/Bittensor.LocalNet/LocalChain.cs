using System.Runtime.CompilerServices;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Ledger;

namespace Bittensor.LocalNet;

/// <summary>A development chain in one process: takes calls, produces blocks and answers questions about the newest one.
/// Thread-safe and deterministic:
/// the same calls in the same blocks give the same state.</summary>
/// <remarks>Blocks come from <see cref="RunAsync"/>'s timer, from <see cref="ProduceBlock"/>, or from each call with
/// <see cref="Sealing.Instant"/>.
/// A block first emits and runs the epochs that are due, then carries out the waiting calls in the order they came.</remarks>
public sealed class LocalChain
{
    private readonly LocalChainOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private LedgerState _state;
    private readonly List<IBlockWatcher> _watchers = [];
    private readonly Coinbase _coinbase;
    private readonly Queue<PendingCall> _pool = [];
    private readonly Queue<Block> _history = [];
    private List<ChainEvent> _openEvents = [];
    private List<ChainAction> _openActions = [];
    private TaskCompletionSource _nextBlock = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A chain with block 0 and nothing on it.</summary>
    public LocalChain(LocalChainOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new LocalChainOptions();
        _time = timeProvider ?? TimeProvider.System;
        _state = new LedgerState { SudoKey = _options.SudoKey };
        _coinbase = new Coinbase(_options);
        _history.Enqueue(new Block(0, _time.GetUtcNow(), [], []));
    }

    /// <summary>How the chain runs.</summary>
    public LocalChainOptions Options => _options;

    /// <summary>The newest block's number.</summary>
    public ulong BlockNumber => Read(state => state.BlockNumber);

    /// <summary>Where all that was ever issued is.</summary>
    public LedgerTotals GetTotals() => Read(state => state.Totals());

    /// <summary>Produces blocks every <see cref="LocalChainOptions.BlockTime"/> until cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.BlockTime, _time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            ProduceBlock();
    }

    /// <summary>Produces the next block with all waiting calls.</summary>
    public Block ProduceBlock() => ProduceBlockAt(_time.GetUtcNow());

    /// <summary>Produces the next block with a time of the past, to repeat history.</summary>
    internal Block ProduceBlockAt(DateTimeOffset time)
    {
        Block block;
        TaskCompletionSource produced;
        List<Action> answers = [];
        lock (_lock)
        {
            _state.BlockNumber++;
            _coinbase.Run(_state, _openEvents);
            List<AppliedCall> calls = [];
            while (_pool.TryDequeue(out PendingCall? call))
                answers.Add(Execute(call, calls));
            block = new Block(_state.BlockNumber, time, _openEvents, calls) { Actions = _openActions };
            _openEvents = [];
            _openActions = [];
            _history.Enqueue(block);
            _watchers.ForEach(watcher => watcher.Produced(block, _state));
            while (_history.Count > Math.Max(1, _options.BlockHistory))
                _history.Dequeue();
            produced = _nextBlock;
            _nextBlock = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        answers.ForEach(answer => answer());
        produced.SetResult();
        return block;
    }

    /// <summary>Hands a call in; completes when a block includes it.</summary>
    /// <remarks>Cancelling ends the wait, not the call: as on a real chain, it may enter a block afterwards.</remarks>
    /// <exception cref="ChainException">The chain refused the call; nothing has changed.</exception>
    public Task<Inclusion> SubmitAsync(Extrinsic extrinsic, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<Inclusion>(cancellationToken);
        var call = new PendingCall(extrinsic, new TaskCompletionSource<Inclusion>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_lock)
            _pool.Enqueue(call);
        if (_options.Sealing == Sealing.Instant)
            ProduceBlock();
        return call.Answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Faucet: issues an amount to an account, at once.</summary>
    /// <exception cref="ChainException">Overflow: more than 2^64 − 1 rao would be issued.</exception>
    public void Fund(AccountId account, Balance amount)
    {
        lock (_lock)
        {
            if (ulong.MaxValue - _state.Issued < amount.Rao)
                throw new ChainException("Overflow", $"With {amount} more than 2^64 − 1 rao would be issued.");
            _state.Issue(amount.Rao);
            _state.Deposit(account, amount.Rao);
            _openEvents.Add(new ChainEvent.AccountFunded(account, amount));
            _openActions.Add(new ChainAction.Fund(account, amount));
        }
    }

    /// <summary>Creates a subnet at once and without a lock cost, and registers its owner's hotkey as uid 0, as the chain does.</summary>
    /// <returns>The netuid, counted from 1.</returns>
    /// <exception cref="ChainException">NonAssociatedColdKey: the hotkey belongs to another coldkey. InvalidValue: rules that
    /// cannot be.</exception>
    public ushort CreateSubnet(AccountId ownerColdkey, AccountId ownerHotkey, SubnetHyperparameters? rules = null)
    {
        rules ??= new SubnetHyperparameters();
        lock (_lock)
        {
            RuleSetting.RequireValid(rules, neurons: 1);
            ushort netuid = SubnetCreation.Create(_state, ownerColdkey, ownerHotkey, rules, _openEvents);
            _openActions.Add(new ChainAction.CreateSubnet(ownerColdkey, ownerHotkey, rules));
            return netuid;
        }
    }

    /// <summary>Changes a subnet's rules at once.</summary>
    /// <exception cref="ChainException">SubnetNotExists, or InvalidValue: rules that cannot be.</exception>
    public void SetHyperparameters(ushort netuid, SubnetHyperparameters rules)
    {
        lock (_lock)
        {
            Subnet subnet = _state.GetSubnet(netuid);
            RuleSetting.RequireValid(rules, subnet.Neurons.Count);
            subnet.SetRules(rules);
            _openEvents.Add(new ChainEvent.HyperparametersSet(netuid, rules));
            _openActions.Add(new ChainAction.SetRules(netuid, rules));
        }
    }

    /// <summary>The newest blocks, oldest first, as far back as they are kept.</summary>
    public IReadOnlyList<Block> GetBlocks()
    {
        lock (_lock)
            return [.. _history];
    }

    /// <summary>The blocks from a number on, each once and in order, as they are produced. Begins with the oldest kept block if
    /// that one is gone.</summary>
    public async IAsyncEnumerable<Block> ReadBlocksAsync(ulong from, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Block[] blocks;
            Task next;
            lock (_lock)
            {
                blocks = [.. _history.Where(block => block.Number >= from)];
                next = _nextBlock.Task;
            }
            foreach (Block block in blocks)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return block;
                from = block.Number + 1;
            }
            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The newest block's number, and a task that completes with the next block.</summary>
    internal (ulong Number, Task Next) Head()
    {
        lock (_lock)
            return (_state.BlockNumber, _nextBlock.Task);
    }

    /// <summary>Reads a consistent state; the result must not hold on to it.</summary>
    internal T Read<T>(Func<LedgerState, T> query)
    {
        lock (_lock)
            return query(_state);
    }

    /// <summary>Begins to show every block to a watcher, the newest one first.</summary>
    internal void Watch(IBlockWatcher watcher)
    {
        lock (_lock)
        {
            watcher.Begin(_state.BlockNumber, _history.Last().Time, _state);
            _watchers.Add(watcher);
        }
    }

    /// <summary>Begins to show the next blocks to a watcher that knows the chain up to now.</summary>
    internal void Follow(IBlockWatcher watcher)
    {
        lock (_lock)
            _watchers.Add(watcher);
    }

    /// <summary>What was done at once since the newest block.</summary>
    internal IReadOnlyList<ChainAction> OpenActions
    {
        get
        {
            lock (_lock)
                return [.. _openActions];
        }
    }

    /// <summary>The time of block 0 and what was done before block 1, from the records of a chain that ran before.</summary>
    internal void Restore(DateTimeOffset genesis, IEnumerable<ChainAction> actions)
    {
        lock (_lock)
        {
            _history.Clear();
            _history.Enqueue(new Block(0, genesis, [], []));
            foreach (ChainAction action in actions)
                action.Apply(this);
        }
    }

    /// <summary>Goes on from a state that was saved; nothing of what this chain was remains.</summary>
    internal void Resume(LedgerState state, DateTimeOffset time)
    {
        lock (_lock)
        {
            _state = state;
            _history.Clear();
            _history.Enqueue(new Block(state.BlockNumber, time, [], []));
            _openEvents = [];
            _openActions = [];
        }
    }

    /// <summary>Puts a call into the next block of a history that is repeated, whatever the sealing.</summary>
    internal void Repeat(Extrinsic extrinsic)
    {
        lock (_lock)
            _pool.Enqueue(new PendingCall(extrinsic, new TaskCompletionSource<Inclusion>()));
    }

    /// <summary>Ends what <see cref="Watch"/> began.</summary>
    internal void Unwatch(IBlockWatcher watcher)
    {
        lock (_lock)
            _watchers.Remove(watcher);
    }

    /// <summary>Carries out one call; the answer is given to the caller after the lock is released.</summary>
    private Action Execute(PendingCall call, List<AppliedCall> applied)
    {
        List<ChainEvent> events = [];
        ChainException? refusal = null;
        try
        {
            if (call.Extrinsic is Extrinsic.Signed signed)
                Charging.Charge(_state, signed, events);
        }
        catch (ChainException dropped)
        {
            // Not valid any more since an earlier call of this block: as on the real chain the block leaves it out.
            return () => call.Answer.SetException(dropped);
        }

        try
        {
            Dispatcher.Apply(_state, call.Extrinsic, events);
        }
        catch (ChainException exception)
        {
            refusal = exception;
            events.Add(new ChainEvent.ExtrinsicFailed(call.Extrinsic.Signer, exception.ErrorName));
        }

        applied.Add(new AppliedCall(call.Extrinsic, events, refusal?.ErrorName));
        if (refusal is not null)
            return () => call.Answer.SetException(refusal);
        var inclusion = new Inclusion(_state.BlockNumber, events);
        return () => call.Answer.SetResult(inclusion);
    }

    private sealed record PendingCall(Extrinsic Extrinsic, TaskCompletionSource<Inclusion> Answer);
}
