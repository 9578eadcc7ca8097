using Bittensor.Chain;
using Bittensor.Crypto;
using Microsoft.Extensions.Logging;

namespace Bittensor.Wire;

/// <summary>Asks axons.</summary>
public sealed class Dendrite : IDisposable
{
    /// <summary>A dendrite that signs with a hotkey.</summary>
    public Dendrite(Keypair hotkey, DendriteOptions? options = null, TimeProvider? clock = null, ILoggerFactory? loggers = null) => throw new NotSupportedException();

    /// <summary>Asks one axon; a peer's fault is a status in the synapse, never an exception.</summary>
    public Task<TSynapse> QueryAsync<TSynapse>(AxonInfo target, TSynapse synapse, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TSynapse : Synapse, new() => throw new NotSupportedException();

    /// <summary>Asks many axons in parallel.</summary>
    public Task<IReadOnlyList<TSynapse>> QueryAllAsync<TSynapse>(
        IReadOnlyList<AxonInfo> targets, Func<AxonInfo, TSynapse> make, TimeSpan timeout, CancellationToken cancellationToken = default)
        where TSynapse : Synapse, new() => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();
}
