using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>The vectors over a subnet's neurons; index = uid.</summary>
internal sealed class NeuronVectors(StateReader state, ScaleValue netuid)
{
    public int Count { get; } = state.Get("SubnetworkN", netuid).AsInt32();

    public IReadOnlyList<ScaleValue> Active { get; } = state.Get("Active", netuid).Items;

    public IReadOnlyList<ScaleValue> Consensus { get; } = state.Get("Consensus", netuid).Items;

    public IReadOnlyList<ScaleValue> Incentive { get; } = state.Get("Incentive", netuid).Items;

    public IReadOnlyList<ScaleValue> Dividends { get; } = state.Get("Dividends", netuid).Items;

    public IReadOnlyList<ScaleValue> Emission { get; } = state.Get("Emission", netuid).Items;

    public IReadOnlyList<ScaleValue> LastUpdate { get; } = state.Get("LastUpdate", netuid).Items;

    public IReadOnlyList<ScaleValue> ValidatorTrust { get; } = state.Get("ValidatorTrust", netuid).Items;

    public IReadOnlyList<ScaleValue> ValidatorPermit { get; } = state.Get("ValidatorPermit", netuid).Items;
}
