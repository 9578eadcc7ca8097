using System.Net;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Ledger;

/// <summary>One uid's state.</summary>
internal sealed class Neuron(AccountId hotkey, ulong registeredAt)
{
    public AccountId Hotkey { get; } = hotkey;

    public ulong RegisteredAt { get; } = registeredAt;

    public ulong LastUpdate { get; set; } = registeredAt;

    public AxonInfo Axon { get; set; } = new(hotkey, IPAddress.Any, 0);

    /// <summary>Block of the last announcement; null before the first.</summary>
    public ulong? AxonServedAt { get; set; }

    public IReadOnlyList<UidWeight> Weights { get; set; } = [];

    /// <summary>What the last epoch decided; null before the neuron's first.</summary>
    public YumaOutcome? LastOutcome { get; set; }

    /// <summary>What the last epoch paid, in rao, to the hotkey's owner and stakers.</summary>
    public ulong LastPaid { get; set; }

    public bool ValidatorPermit => LastOutcome?.ValidatorPermit ?? false;
}
