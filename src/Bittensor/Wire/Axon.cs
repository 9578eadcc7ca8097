using Bittensor.Crypto;
using Microsoft.Extensions.Logging;

namespace Bittensor.Wire;

/// <summary>Serves synapses over HTTP.</summary>
public sealed class Axon : IAsyncDisposable
{
    /// <summary>An axon that serves under a hotkey.</summary>
    public Axon(Keypair hotkey, AxonOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null) => throw new NotSupportedException();

    /// <summary>The port it listens on, once started.</summary>
    public int Port => throw new NotSupportedException();

    /// <summary>Serves a synapse.</summary>
    public Axon Attach<TSynapse>(
        Func<TSynapse, CancellationToken, Task<TSynapse>> handler,
        Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? blacklist = null,
        Func<SynapseCaller, double>? priority = null)
        where TSynapse : Synapse, new() => throw new NotSupportedException();

    /// <summary>Starts to listen.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Stops to listen and finishes running requests within a limit.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
