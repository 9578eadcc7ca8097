using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>All neurons of a subnet at one block, ordered by uid.</summary>
/// <param name="Netuid">The subnet.</param>
/// <param name="Block">Block number the snapshot was taken at.</param>
/// <param name="Neurons">Neurons; index = uid.</param>
public sealed record Metagraph(ushort Netuid, ulong Block, IReadOnlyList<NeuronInfo> Neurons)
{
    /// <summary>The weights that each neuron has set, sparse: index = uid of who set them. Empty if they were not asked for, see
    /// <see cref="MetagraphParts"/>.</summary>
    public IReadOnlyList<IReadOnlyList<UidWeight>> Weights { get; init; } = [];

    /// <summary>The bonds of each neuron, sparse: index = uid of the validator. Empty if they were not asked for, see
    /// <see cref="MetagraphParts"/>.</summary>
    public IReadOnlyList<IReadOnlyList<UidBond>> Bonds { get; init; } = [];

    /// <summary>The neuron of a hotkey, or null if it is not registered.</summary>
    public NeuronInfo? Find(AccountId hotkey) => Neurons.FirstOrDefault(neuron => neuron.Hotkey == hotkey);
}
