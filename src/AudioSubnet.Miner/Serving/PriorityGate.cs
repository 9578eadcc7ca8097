namespace AudioSubnet.Miner.Serving;

/// <summary>Lets a fixed number in at a time. The others wait in order of priority, first come first served among equals, and only so many of them.</summary>
internal sealed class PriorityGate
{
    private readonly Lock _lock = new();
    private readonly SortedSet<Waiter> _waiting = new(Comparer<Waiter>.Create(Waiter.Compare));
    private readonly int _concurrency;
    private readonly int _queueLength;
    private int _inside;
    private long _arrivals;

    public PriorityGate(int concurrency, int queueLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(concurrency);
        ArgumentOutOfRangeException.ThrowIfNegative(queueLength);
        _concurrency = concurrency;
        _queueLength = queueLength;
    }

    /// <summary>Waits for a place; disposing the result gives it back.</summary>
    /// <exception cref="GateFullException">Too many of the same or a higher priority are waiting, now or before the place came free.</exception>
    public async Task<IDisposable> EnterAsync(double priority, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (_inside < _concurrency)
            {
                _inside++;
                return new Place(this);
            }

            waiter = new Waiter(priority, _arrivals++);
            _waiting.Add(waiter);
            if (_waiting.Count > _queueLength)
            {
                Waiter last = _waiting.Max!;
                _waiting.Remove(last);
                last.Turn.SetException(new GateFullException(_queueLength));
            }
        }

        await using CancellationTokenRegistration registration = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        await waiter.Turn.Task;
        return new Place(this);
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waiting.Remove(waiter))
                waiter.Turn.SetCanceled(cancellationToken);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (_waiting.Min is { } next)
            {
                _waiting.Remove(next);
                next.Turn.SetResult(); // the place changes hands
            }
            else
            {
                _inside--;
            }
        }
    }

    private sealed class Waiter(double priority, long arrival)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Who is served first comes first.</summary>
        public static int Compare(Waiter left, Waiter right) => left.Priority == right.Priority
            ? left.Arrival.CompareTo(right.Arrival)
            : right.Priority.CompareTo(left.Priority);

        private double Priority { get; } = priority;

        private long Arrival { get; } = arrival;
    }

    private sealed class Place(PriorityGate gate) : IDisposable
    {
        private PriorityGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
