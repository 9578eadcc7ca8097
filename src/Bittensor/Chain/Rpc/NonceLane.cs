namespace Bittensor.Chain.Rpc;

/// <summary>The nonces of one account: extrinsics are handed in one after the other, and watched at the same time.</summary>
/// <remarks>While some are on their way, a node that has not heard of them yet (after a fail-over) must not make a nonce appear
/// twice.</remarks>
internal sealed class NonceLane : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _lock = new();
    private int _underWay;
    private ulong _next;

    /// <summary>Waits for the turn to hand in.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _turn.WaitAsync(cancellationToken);

    /// <summary>Ends the turn.</summary>
    public void Leave() => _turn.Release();

    /// <summary>The nonce for the next extrinsic, given what the node says.</summary>
    public ulong Next(ulong nodeSays)
    {
        lock (_lock)
            return _underWay == 0 ? nodeSays : Math.Max(nodeSays, _next);
    }

    /// <summary>An extrinsic of that nonce is on its way.</summary>
    public void Begin(ulong nonce)
    {
        lock (_lock)
        {
            _underWay++;
            _next = nonce + 1;
        }
    }

    /// <summary>The fate of an extrinsic is known, or nobody waits for it any more.</summary>
    public void End()
    {
        lock (_lock)
            _underWay--;
    }

    /// <summary>An extrinsic was refused in its turn: its nonce is free for the next.</summary>
    public void TakeBack(ulong nonce)
    {
        lock (_lock)
        {
            _underWay--;
            _next = nonce;
        }
    }

    public void Dispose() => _turn.Dispose();
}
