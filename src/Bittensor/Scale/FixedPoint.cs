using System.Numerics;

namespace Bittensor.Scale;

/// <summary>
/// Binary fixed-point numbers (Rust's crate <c>fixed</c>), which are stored as integers: U64F64 and I96F32 for example have 64 and 32 bits
/// behind the point. The metadata only says <c>{bits: u128}</c>; the type's name tells how many are fraction.
/// </summary>
public static class FixedPoint
{
    /// <summary>The number as the nearest double.</summary>
    /// <param name="bits">The stored integer; negative for negative numbers.</param>
    /// <param name="fractionBits">How many bits lie behind the point.</param>
    public static double ToDouble(BigInteger bits, int fractionBits)
    {
        BigInteger magnitude = BigInteger.Abs(bits);
        // BigInteger's own conversion cuts off; that of a ulong rounds, so keep 64 bits and whether anything was below them.
        int below = (int)Math.Max(0, magnitude.GetBitLength() - 64);
        ulong top = (ulong)(magnitude >> below);
        if (!(magnitude & ((BigInteger.One << below) - 1)).IsZero)
            top |= 1;
        double value = Math.ScaleB((double)top, below - fractionBits);
        return bits.Sign < 0 ? -value : value;
    }
}
