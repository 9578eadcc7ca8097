namespace Bittensor.Wire;

/// <summary>
/// The slots in which handlers run and the bounded line in front of them. The highest priority goes first, equal ones in
/// order of arrival; when the line is full the lowest priority (the last of those that share it) is turned away. Thread-safe.
/// </summary>
/// <param name="slots">Handlers that run at the same time.</param>
/// <param name="capacity">Requests that may wait.</param>
/// <param name="clock">Clock of the patience.</param>
public sealed class HandlerQueue(int slots, int capacity, TimeProvider clock)
{
    private sealed record Ticket(double Priority, long Number)
    {
        public TaskCompletionSource<QueueOutcome> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // Whom to serve first.
    private static readonly Comparer<Ticket> Order = Comparer<Ticket>.Create(static (left, right) =>
        left.Priority != right.Priority ? right.Priority.CompareTo(left.Priority) : left.Number.CompareTo(right.Number));

    private readonly Lock _lock = new();
    private readonly SortedSet<Ticket> _line = new(Order);
    private int _running;
    private long _arrivals;

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _line.Count;
        }
    }

    /// <summary>Waits for a slot. After <see cref="QueueOutcome.Entered"/> the caller must <see cref="Leave"/>.</summary>
    /// <param name="priority">The higher, the earlier; NaN counts as the lowest.</param>
    /// <param name="patience">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async Task<QueueOutcome> EnterAsync(double priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        Ticket ticket;
        lock (_lock)
        {
            if (_running < slots)
            {
                _running++;
                return QueueOutcome.Entered;
            }
            ticket = new Ticket(double.IsNaN(priority) ? double.NegativeInfinity : priority, _arrivals++);
            _line.Add(ticket);
            if (_line.Count > capacity && _line.Max is { } last)
            {
                _line.Remove(last);
                last.Turn.SetResult(QueueOutcome.Crowded);
            }
        }
        try
        {
            return await ticket.Turn.Task.WaitAsync(patience, clock, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            bool waited;
            lock (_lock)
                waited = _line.Remove(ticket);
            if (exception is TimeoutException)
                // Its turn may have come in the same moment.
                return waited ? QueueOutcome.TimedOut : await ticket.Turn.Task;
            if (!waited && await ticket.Turn.Task == QueueOutcome.Entered)
                Leave();
            throw;
        }
    }

    /// <summary>Frees a slot for the first in line.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (_line.Min is not { } next)
            {
                _running--;
                return;
            }
            _line.Remove(next);
            next.Turn.SetResult(QueueOutcome.Entered);
        }
    }
}
