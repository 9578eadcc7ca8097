using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;

namespace Bittensor.LocalNet.Ledger;

/// <summary>Takes snapshots of a subnet.</summary>
internal static class MetagraphReader
{
    public static Metagraph Read(LedgerState state, ushort netuid)
    {
        Subnet subnet = state.GetSubnet(netuid);
        IEnumerable<NeuronInfo> neurons = subnet.Neurons.Select((neuron, uid) => Describe(state, subnet, neuron, (ushort)uid));
        return new Metagraph(netuid, state.BlockNumber, [.. neurons]);
    }

    private static NeuronInfo Describe(LedgerState state, Subnet subnet, Neuron neuron, ushort uid)
    {
        YumaOutcome? outcome = neuron.LastOutcome;
        return new NeuronInfo
        {
            Uid = uid,
            Hotkey = neuron.Hotkey,
            Coldkey = state.OwnerOf(neuron.Hotkey)!.Value,
            Axon = neuron.Axon,
            Stake = new Balance(state.Stakes.On(subnet.Netuid, neuron.Hotkey)),
            Consensus = Proportion(outcome?.Consensus),
            Incentive = Proportion(outcome?.Incentive),
            Dividends = Proportion(outcome?.Dividends),
            ValidatorTrust = Proportion(outcome?.ValidatorTrust),
            Emission = new Balance(neuron.LastPaid),
            ValidatorPermit = neuron.ValidatorPermit,
            Active = outcome?.Active ?? true,
            LastUpdate = neuron.LastUpdate,
            RegisteredAt = neuron.RegisteredAt,
        };
    }

    private static double Proportion(ushort? value) => (value ?? 0) / (double)ushort.MaxValue;
}
