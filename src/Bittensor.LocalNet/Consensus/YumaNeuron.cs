using Bittensor.Chain;

namespace Bittensor.LocalNet.Consensus;

/// <summary>What an epoch reads of one neuron.</summary>
public sealed record YumaNeuron
{
    /// <summary>Stake that counts on the subnet, in any one unit (rao on the chain).</summary>
    public required ulong Stake { get; init; }

    /// <summary>Weights it has set, each uid at most once.</summary>
    public IReadOnlyList<UidWeight> Weights { get; init; } = [];

    /// <summary>Bonds it held after the last epoch: pairs of uid and bond as a fraction of 65535.</summary>
    public IReadOnlyList<UidWeight> Bonds { get; init; } = [];

    /// <summary>Block of the last weight update.</summary>
    public ulong LastUpdate { get; init; }

    /// <summary>Block at which it was registered.</summary>
    public ulong RegisteredAt { get; init; }

    /// <summary>Permit as the last epoch gave it.</summary>
    public bool ValidatorPermit { get; init; }

    /// <summary>Block of the oldest commit of weights that waits for its reveal; null for none.</summary>
    public ulong? CommittedAt { get; init; }
}
