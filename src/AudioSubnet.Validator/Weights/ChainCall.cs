namespace AudioSubnet.Validator.Weights;

/// <summary>A call to the chain with a time limit.</summary>
internal static class ChainCall
{
    /// <summary>Runs the call; a chain that does not answer in time is a <see cref="TimeoutException"/>, not a cancellation.</summary>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await call(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the chain did not answer within {timeout.TotalSeconds:0} s", late);
        }
    }
}
