using System.Net;
using Bittensor.Crypto;

namespace Bittensor.Chain.Rpc;

public sealed partial class SubtensorClient
{
    /// <inheritdoc/>
    public Task ServeAxonAsync(ushort netuid, Keypair hotkey, AxonInfo axon, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(axon);
        return SubmitAsync(SubtensorCalls.ServeAxon(netuid, axon), hotkey, cancellationToken);
    }

    /// <summary>Announces where the hotkey serves, with the certificate by which callers know it.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="hotkey">Who serves.</param>
    /// <param name="axon">Where.</param>
    /// <param name="certificate">The certificate's public key: a byte for its algorithm, then up to 64 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ServeAxonTlsAsync(
        ushort netuid, Keypair hotkey, AxonInfo axon, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(axon);
        return SubmitAsync(SubtensorCalls.ServeAxonTls(netuid, axon, certificate), hotkey, cancellationToken);
    }

    /// <summary>Announces where the hotkey's neuron serves its measurements to Prometheus.</summary>
    /// <param name="netuid">The subnet.</param>
    /// <param name="hotkey">Who serves.</param>
    /// <param name="endpoint">Where.</param>
    /// <param name="version">Version of the neuron's software, as an integer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ServePrometheusAsync(
        ushort netuid, Keypair hotkey, IPEndPoint endpoint, uint version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return SubmitAsync(SubtensorCalls.ServePrometheus(netuid, endpoint, version), hotkey, cancellationToken);
    }
}
