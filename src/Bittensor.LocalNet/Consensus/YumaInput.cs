using Bittensor.Chain;

namespace Bittensor.LocalNet.Consensus;

/// <summary>What an epoch reads of a subnet.</summary>
public sealed record YumaInput
{
    /// <summary>Block at which the epoch runs.</summary>
    public required ulong Block { get; init; }

    /// <summary>Block of the epoch before; 0 when there was none.</summary>
    public ulong LastEpochBlock { get; init; }

    /// <summary>The subnet's rules.</summary>
    public required SubnetHyperparameters Rules { get; init; }

    /// <summary>Neurons; index = uid.</summary>
    public required IReadOnlyList<YumaNeuron> Neurons { get; init; }

    /// <summary>Uid of the subnet owner: it always has a permit, may weigh itself, and needs no minimal stake.</summary>
    public ushort? OwnerUid { get; init; }

    /// <summary>Amount to share out, in rao.</summary>
    public ulong Emission { get; init; }
}
