using Bittensor.Chain;

namespace Bittensor.Weights;

/// <summary>When a validator may set weights again.</summary>
public static class WeightSchedule
{
    /// <summary>The first block in which the chain accepts weights from this neuron; before it, it answers SettingWeightsTooFast.</summary>
    /// <remarks>A registration counts as an update. A neuron with update block 0 has never had one and may always.</remarks>
    public static ulong NextAllowedBlock(NeuronInfo neuron, SubnetHyperparameters rules) =>
        neuron.LastUpdate == 0 ? 0 : neuron.LastUpdate + Math.Min(rules.WeightsSetRateLimit, ulong.MaxValue - neuron.LastUpdate);
}
