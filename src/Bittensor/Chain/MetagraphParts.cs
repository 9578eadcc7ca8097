namespace Bittensor.Chain;

/// <summary>What a metagraph holds beside its neurons; each part takes another question to the node.</summary>
[Flags]
public enum MetagraphParts
{
    /// <summary>The neurons alone.</summary>
    None = 0,

    /// <summary><see cref="NeuronInfo.AlphaStake"/>, <see cref="NeuronInfo.TaoStake"/> and <see cref="NeuronInfo.StakeWeight"/>.</summary>
    Stakes = 1,

    /// <summary><see cref="Metagraph.Weights"/>.</summary>
    Weights = 2,

    /// <summary><see cref="Metagraph.Bonds"/>.</summary>
    Bonds = 4,

    /// <summary>Everything.</summary>
    All = Stakes | Weights | Bonds,
}
