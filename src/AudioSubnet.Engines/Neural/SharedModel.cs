using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// A model that is loaded once, when it is first used, and shared by all who use it at the same time. Disposed of while in use, it is freed when the last user is done. A loading that
/// failed is tried again by the next user. Thread-safe.
/// </summary>
internal sealed class SharedModel<TModel>(string engine, Func<TModel> open) : IDisposable
    where TModel : class, IDisposable
{
    private readonly Lock _lock = new();
    private Task<TModel>? _loading;
    private int _users;
    private bool _disposed;

    /// <summary>The model, for as long as the lease is not disposed of.</summary>
    /// <exception cref="EngineException">It cannot be loaded.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed of.</exception>
    public async Task<Lease> UseAsync(CancellationToken cancellationToken)
    {
        Task<TModel> loading;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _users++;
            if (_loading is null or { IsFaulted: true })
                _loading = Task.Run(Open, CancellationToken.None); // one who stops waiting does not stop it for the others
            loading = _loading;
        }
        try
        {
            return new Lease(this, await loading.WaitAsync(cancellationToken));
        }
        catch
        {
            Release();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            FreeIfUnused();
        }
    }

    private TModel Open()
    {
        try
        {
            return open();
        }
        catch (Exception cause) when (cause is CheckpointException or InferenceException or HubException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"Engine '{engine}' cannot load its model: {cause.Message}", cause);
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _users--;
            FreeIfUnused();
        }
    }

    private void FreeIfUnused()
    {
        if (!_disposed || _users > 0 || _loading is not { } loaded)
            return;
        _loading = null;
        _ = loaded.ContinueWith(static model => model.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>The right to use the model.</summary>
    public sealed class Lease(SharedModel<TModel> owner, TModel model) : IDisposable
    {
        private bool _disposed;

        public TModel Model { get; } = model;

        public void Dispose()
        {
            if (_disposed)
                return;
            _disposed = true;
            owner.Release();
        }
    }
}
