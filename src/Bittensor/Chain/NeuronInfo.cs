using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>One neuron of a subnet as the chain sees it. Shares (consensus, incentive, …) are u16 values of the chain divided by 65535.</summary>
public sealed record NeuronInfo
{
    /// <summary>Index in the subnet.</summary>
    public required ushort Uid { get; init; }

    /// <summary>The neuron's hotkey.</summary>
    public required AccountId Hotkey { get; init; }

    /// <summary>The owner of the hotkey.</summary>
    public required AccountId Coldkey { get; init; }

    /// <summary>Where it serves.</summary>
    public required AxonInfo Axon { get; init; }

    /// <summary>Stake on the hotkey on this subnet, in the subnet's alpha, whoever gave it.</summary>
    public required Balance Stake { get; init; }

    /// <summary>Alpha that counts for the neuron: its stake, less what is lent to children and with what parents lend. Null if not asked
    /// for, see <see cref="MetagraphParts.Stakes"/>.</summary>
    public Balance? AlphaStake { get; init; }

    /// <summary>TAO on the root network that counts for the neuron. Null if not asked for.</summary>
    public Balance? TaoStake { get; init; }

    /// <summary>What decides on permits and consensus: the alpha, and the TAO by the network's TAO weight. Null if not asked for.</summary>
    public Balance? StakeWeight { get; init; }

    /// <summary>Share of the stake behind the weights that the neuron gets, 0..1. The main network of 2026 computes none; there it is 0.</summary>
    public double Rank { get; init; }

    /// <summary>Share of the stake that gives it weight, 0..1. The main network of 2026 computes none; there it is 0.</summary>
    public double Trust { get; init; }

    /// <summary>Consensus weight, 0..1.</summary>
    public double Consensus { get; init; }

    /// <summary>Share of the miners' half of emission, 0..1.</summary>
    public double Incentive { get; init; }

    /// <summary>Share of the validators' half of emission, 0..1.</summary>
    public double Dividends { get; init; }

    /// <summary>How much of the validator's weight survived clipping, 0..1.</summary>
    public double ValidatorTrust { get; init; }

    /// <summary>What the last epoch paid to it.</summary>
    public Balance Emission { get; init; }

    /// <summary>May set weights for others.</summary>
    public bool ValidatorPermit { get; init; }

    /// <summary>False if it has not set weights within the activity cutoff.</summary>
    public bool Active { get; init; }

    /// <summary>Block of the last weight update.</summary>
    public ulong LastUpdate { get; init; }

    /// <summary>Block at which it was registered.</summary>
    public ulong RegisteredAt { get; init; }
}
