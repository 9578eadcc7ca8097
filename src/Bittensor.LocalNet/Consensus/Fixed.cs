namespace Bittensor.LocalNet.Consensus;

/// <summary>The chain's I32F32: a signed 64-bit integer that stands for <c>Raw / 2^32</c>. All operations saturate.</summary>
/// <remarks>Products are computed in full and floored, quotients are cut towards zero, and a division by zero gives zero, as in the
/// runtime.
/// Consensus is a matter of exact bits: binary floating point would give other results on the last digits, and with them other
/// emissions.</remarks>
/// <param name="Raw">The value times 2^32.</param>
public readonly record struct Fixed(long Raw) : IComparable<Fixed>
{
    private const int FractionBits = 32;

    /// <summary>0.</summary>
    public static Fixed Zero => default;

    /// <summary>1.</summary>
    public static Fixed One => new(1L << FractionBits);

    /// <summary>1/2.</summary>
    public static Fixed Half => new(1L << (FractionBits - 1));

    /// <summary>An integer; saturated outside ±2^31.</summary>
    public static Fixed FromInteger(long value) => Saturate((Int128)value << FractionBits);

    /// <summary>numerator / denominator, cut to 32 fractional bits; zero when the denominator is zero.</summary>
    public static Fixed FromRatio(ulong numerator, ulong denominator) =>
        denominator == 0 ? Zero : Saturate((Int128)(((UInt128)numerator << FractionBits) / denominator));

    /// <summary>A share of 65535, as the chain stores proportions.</summary>
    public static Fixed FromProportion(ushort value) => FromRatio(value, ushort.MaxValue);

    /// <summary>floor(value · 65535), clamped to 0..65535.</summary>
    public ushort ToProportion() => (ushort)Int128.Clamp(((Int128)Raw * ushort.MaxValue) >> FractionBits, 0, ushort.MaxValue);

    /// <summary>floor(value · amount); zero for a negative value.</summary>
    public ulong Of(ulong amount) => Raw <= 0 ? 0 : (ulong)UInt128.Min((((UInt128)(ulong)Raw) * amount) >> FractionBits, ulong.MaxValue);

    /// <summary>This value limited to a range.</summary>
    public Fixed Clamp(Fixed low, Fixed high) => new(Math.Clamp(Raw, low.Raw, high.Raw));

    /// <summary>e to the power of this value, by the Taylor series that the runtime's fixed-point library sums (31 terms; the
    /// reciprocal for negative values).</summary>
    public Fixed Exp()
    {
        if (Raw == 0)
            return One;
        Fixed operand = Raw < 0 ? Zero - this : this;
        Fixed result = operand + One;
        Fixed term = operand;
        for (int i = 2; i < FractionBits; i++)
        {
            term = term * operand / FromInteger(i);
            result += term;
        }
        return Raw < 0 ? One / result : result;
    }

    /// <inheritdoc/>
    public int CompareTo(Fixed other) => Raw.CompareTo(other.Raw);

    /// <summary>The sum.</summary>
    public static Fixed operator +(Fixed left, Fixed right) => Saturate((Int128)left.Raw + right.Raw);

    /// <summary>The difference.</summary>
    public static Fixed operator -(Fixed left, Fixed right) => Saturate((Int128)left.Raw - right.Raw);

    /// <summary>The product, floored.</summary>
    public static Fixed operator *(Fixed left, Fixed right) => Saturate(((Int128)left.Raw * right.Raw) >> FractionBits);

    /// <summary>The quotient, cut towards zero; zero when the divisor is zero.</summary>
    public static Fixed operator /(Fixed left, Fixed right) =>
        right.Raw == 0 ? Zero : Saturate(((Int128)left.Raw << FractionBits) / right.Raw);

    /// <summary>Smaller.</summary>
    public static bool operator <(Fixed left, Fixed right) => left.Raw < right.Raw;

    /// <summary>Larger.</summary>
    public static bool operator >(Fixed left, Fixed right) => left.Raw > right.Raw;

    /// <summary>Smaller or equal.</summary>
    public static bool operator <=(Fixed left, Fixed right) => left.Raw <= right.Raw;

    /// <summary>Larger or equal.</summary>
    public static bool operator >=(Fixed left, Fixed right) => left.Raw >= right.Raw;

    /// <summary>The value in decimal.</summary>
    public override string ToString() => (Raw / (decimal)(1L << FractionBits)).ToString();

    private static Fixed Saturate(Int128 raw) => new((long)Int128.Clamp(raw, long.MinValue, long.MaxValue));
}
