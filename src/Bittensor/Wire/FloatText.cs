namespace Bittensor.Wire;

/// <summary>
/// A fast and exact way for the numbers that audio consists of: up to 19 digits, no exponent.
/// </summary>
internal static class FloatText
{
    // 19 digits fit an unsigned 64-bit integer.
    private const int MaxDigits = 19;
    private const ulong MaxExactInteger = 1UL << 53;

    // The bits of a double that a float has no room for; exactly this pattern is half-way between two floats.
    private const ulong LostBits = (1UL << 29) - 1;
    private const ulong HalfWay = 1UL << 28;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

    /// <summary>
    /// Reads a number of valid JSON grammar; false if it needs the general way. Exact: an integer below 2^53 over a power of ten
    /// (10^22 at most) is the correctly rounded double (Clinger 1990), and rounding that once more to a float is right too unless it
    /// lies half-way between two floats, which is left to the general way.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        bool isNegative = text.Length > 0 && text[0] == '-';
        if (isNegative)
            text = text[1..];
        if (text.Length > MaxDigits)
            return false;
        ulong mantissa = 0;
        int point = text.Length;
        for (int i = 0; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
                mantissa = (mantissa * 10) + digit;
            else if (text[i] == '.' && point == text.Length)
                point = i;
            else
                return false;
        }
        int fraction = Math.Max(text.Length - point - 1, 0);
        if (mantissa > MaxExactInteger || fraction >= PowersOfTen.Length)
            return false;
        double exact = mantissa / PowersOfTen[fraction];
        if ((BitConverter.DoubleToUInt64Bits(exact) & LostBits) == HalfWay)
            return false;
        value = isNegative ? -(float)exact : (float)exact;
        return true;
    }
}
