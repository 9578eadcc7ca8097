using Bittensor.Chain;

namespace Bittensor.LocalNet.Consensus;

/// <summary>Yuma 3's bond memory with a speed of its own for each pair of validator and miner: who finds a miner before the others
/// do buys bonds fast.</summary>
internal static class LiquidAlpha
{
    /// <summary>Bonds after the epoch; only pairs that the validator has weighed keep one.</summary>
    public static SparseMatrix Apply(SparseMatrix weights, SparseMatrix bonds, Fixed[] consensus, SubnetHyperparameters rules)
    {
        Fixed low = Fixed.FromProportion(rules.AlphaLow);
        Fixed high = Fixed.FromProportion(rules.AlphaHigh);
        Fixed negatedSteepness = Fixed.FromInteger(rules.AlphaSigmoidSteepness) / Fixed.FromInteger(-100);
        return weights.Select((row, column, weight) =>
        {
            Fixed bond = bonds.ValueOrZero(row, column);
            Fixed alpha = Alpha(weight, bond, consensus[column]);
            Fixed bought = alpha * weight;
            Fixed value = (Fixed.One - alpha) * bond + (bought > Fixed.Zero ? bought : Fixed.Zero);
            return value > Fixed.Zero ? value.Clamp(Fixed.Zero, Fixed.One) : null;
        });

        Fixed Alpha(Fixed weight, Fixed bond, Fixed agreed)
        {
            Fixed distance = (weight >= bond ? weight - agreed : bond - weight).Clamp(Fixed.Zero, Fixed.One);
            Fixed exponent = (negatedSteepness * (distance - Fixed.Half)).Clamp(Fixed.FromInteger(-20), Fixed.FromInteger(20));
            Fixed sigmoid = Fixed.One / (Fixed.One + exponent.Exp());
            return (low + sigmoid * (high - low)).Clamp(low, high);
        }
    }
}
