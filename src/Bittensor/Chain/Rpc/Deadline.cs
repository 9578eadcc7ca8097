namespace Bittensor.Chain.Rpc;

/// <summary>A time limit beside the caller's own cancellation, which tells the two apart.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    /// <summary>Cancelled when time is up or the caller has cancelled.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>True once time is up.</summary>
    public bool IsOver => _timer.IsCancellationRequested;

    /// <summary>What went wrong last, for the message when time is up.</summary>
    public Exception? LastFailure { get; set; }

    /// <summary>Does it in time.</summary>
    /// <param name="failure">What has not happened when time is up, for example "state_call was not answered by ws://…".</param>
    /// <param name="action">What to do.</param>
    /// <exception cref="ChainUnavailableException">Time was up.</exception>
    public async Task<T> RunAsync<T>(string failure, Func<CancellationToken, Task<T>> action)
    {
        try
        {
            return await action(Token);
        }
        catch (OperationCanceledException) when (IsOver && !_caller.IsCancellationRequested)
        {
            throw new ChainUnavailableException(
                $"{failure} within {_limit.TotalSeconds:0.#} s{(LastFailure is null ? "" : $". The last failure: {LastFailure.Message}")}", LastFailure);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
