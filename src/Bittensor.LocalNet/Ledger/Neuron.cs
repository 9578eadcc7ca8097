using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Ledger;

/// <summary>One uid's state. A change makes a new one, see <see cref="Subnet.Update"/>.</summary>
internal sealed record Neuron(AccountId Hotkey, ulong RegisteredAt)
{
    public ulong LastUpdate { get; init; } = RegisteredAt;

    public AxonInfo Axon { get; init; } = new(Hotkey, IPAddress.Any, 0);

    /// <summary>Block of the last announcement; null before the first.</summary>
    public ulong? AxonServedAt { get; init; }

    /// <summary>The certificate of an axon that serves over TLS: the algorithm, then the public key; empty for none.</summary>
    public ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Where the neuron's measurements can be read; null for nowhere.</summary>
    public PrometheusInfo? Prometheus { get; init; }

    public IReadOnlyList<UidWeight> Weights { get; init; } = [];

    /// <summary>What the last epoch decided; null before the neuron's first.</summary>
    public YumaOutcome? LastOutcome { get; init; }

    /// <summary>What the last epoch paid, in rao, to the hotkey's owner and stakers.</summary>
    public ulong LastPaid { get; init; }

    public bool ValidatorPermit => LastOutcome?.ValidatorPermit ?? false;
}
