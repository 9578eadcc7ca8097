using System.Runtime.CompilerServices;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// The random numbers of a generation: the same for the same seed on every machine, since only exactly defined operations are used. Bits come from Philox4x32-10
/// (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011), normal numbers from them through the inverse distribution function (Wichura, algorithm
/// AS 241, 1988). Not thread-safe.
/// </summary>
public sealed class SeededNoise
{
    private const double BitsToUnit = 1.0 / (1L << 53);
    private readonly ulong _seed;
    private readonly ulong _stream;
    private ulong _index;

    /// <summary>Starts at the first number.</summary>
    /// <param name="seed">Each gives its own numbers.</param>
    /// <param name="stream">Sequences of the same seed that do not depend on each other, one for each use: adding a use changes no other.</param>
    public SeededNoise(long seed, long stream = 0)
    {
        _seed = (ulong)seed;
        _stream = (ulong)stream;
    }

    /// <summary>Numbers from the standard normal distribution.</summary>
    public void FillNormal(Span<float> destination)
    {
        foreach (ref float value in destination)
            value = (float)InverseNormal(NextUniform());
    }

    /// <summary>Numbers between 0 and 1, both excluded.</summary>
    public void FillUniform(Span<float> destination)
    {
        foreach (ref float value in destination)
            value = (float)Math.Min(NextUniform(), 1 - 1.0 / (1 << 24));
    }

    /// <summary>1 with a probability, otherwise 0: dropout masks.</summary>
    /// <param name="destination">Filled.</param>
    /// <param name="probability">Of a 1.</param>
    public void FillBernoulli(Span<float> destination, double probability)
    {
        foreach (ref float value in destination)
            value = NextUniform() < probability ? 1 : 0;
    }

    /// <summary>The next number between 0 and 1, both excluded, with 53 random bits.</summary>
    public double NextUniform()
    {
        // A block has two numbers of 64 bits.
        (ulong low, ulong high) = Block(_index >> 1, _stream, _seed);
        ulong bits = (_index++ & 1) == 0 ? low : high;
        return ((bits >> 11) + 0.5) * BitsToUnit;
    }

    /// <summary>Philox4x32-10 of a 128-bit counter and a 64-bit key; words are little-endian in the results.</summary>
    internal static (ulong Low, ulong High) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint c0 = (uint)counterLow, c1 = (uint)(counterLow >> 32), c2 = (uint)counterHigh, c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }

    /// <summary>The number below which a standard normal variable falls with probability p; relative error about 1e-16.</summary>
    internal static double InverseNormal(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double central = 0.180625 - q * q;
            return q * Ratio(central, CentralNumerator, CentralDenominator);
        }

        double r = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double tail = r <= 5 ? Ratio(r - 1.6, MiddleNumerator, MiddleDenominator) : Ratio(r - 5, FarNumerator, FarDenominator);
        return q < 0 ? -tail : tail;
    }

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static ReadOnlySpan<double> MiddleNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> MiddleDenominator =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Ratio(double x, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        double above = 0, below = 0;
        for (int i = numerator.Length - 1; i >= 0; i--)
        {
            above = above * x + numerator[i];
            below = below * x + denominator[i];
        }

        return above / below;
    }

    /// <summary>Natural logarithm of a positive normal number by additions and multiplications alone: the system's own differs between machines in the last bit.</summary>
    private static double Log(double x)
    {
        const double Ln2 = 0.693147180559945309417;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)); |s| <= 0.172, so that twelve terms reach the last bit.
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int n = 23; n >= 1; n -= 2)
            sum = sum * square + 1.0 / n;
        return exponent * Ln2 + 2 * s * sum;
    }
}
