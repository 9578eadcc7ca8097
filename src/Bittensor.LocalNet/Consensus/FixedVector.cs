namespace Bittensor.LocalNet.Consensus;

/// <summary>Sums and normalisation of fixed-point vectors.</summary>
internal static class FixedVector
{
    public static Fixed Sum(IEnumerable<Fixed> values) => values.Aggregate(Fixed.Zero, (sum, value) => sum + value);

    /// <summary>Each value divided by the sum; unchanged when the sum is zero.</summary>
    public static Fixed[] Normalized(Fixed[] values)
    {
        Fixed sum = Sum(values);
        return sum == Fixed.Zero ? values : [.. values.Select(value => value / sum)];
    }
}
