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
    public static double ToDouble(BigInteger bits, int fractionBits) => Math.ScaleB((double)bits, -fractionBits);

    /// <summary>The stored integer nearest to the number.</summary>
    /// <exception cref="OverflowException">Infinity or not a number.</exception>
    public static BigInteger FromDouble(double value, int fractionBits) => new(Math.Round(Math.ScaleB(value, fractionBits)));
}
