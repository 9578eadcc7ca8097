namespace Bittensor.Chain;

/// <summary>One entry of a weight vector as the chain stores it.</summary>
/// <param name="Uid">The neuron that is weighed.</param>
/// <param name="Weight">Weight as a fraction of 65535.</param>
public readonly record struct UidWeight(ushort Uid, ushort Weight);
