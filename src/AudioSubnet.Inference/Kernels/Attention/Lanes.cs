using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>Arithmetic of vectors of sixteen numbers.</summary>
internal static class Lanes
{
    /// <summary>The greatest lane.</summary>
    public static float Max(Vector512<float> x)
    {
        Vector256<float> eight = Vector256.Max(x.GetLower(), x.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    /// <summary>2 to the power of each lane, to two units of the last place; 0 from -150 down, infinities included.</summary>
    /// <remarks>2^x = 2^n · 2^r with n the nearest integer; the polynomial of 2^r over ±1/2 is that of exp2f in Cephes (Moshier).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> x)
    {
        // The maximum's second operand wins where one is not a number, so that such a number is not lost.
        x = Avx512F.Max(Vector512.Create(-200f), x);
        Vector512<float> whole = Avx512F.RoundScale(x, 0), rest = x - whole;
        Vector512<float> y = Vector512.Create(1.535336188319500e-4f);
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512.Create(1.339887440266574e-3f));
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512.Create(9.618437357674640e-3f));
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512.Create(5.550332471162809e-2f));
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512.Create(2.402264791363012e-1f));
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512.Create(6.931472028550421e-1f));
        y = Avx512F.FusedMultiplyAdd(y, rest, Vector512<float>.One);
        return Avx512F.Scale(y, whole);
    }
}
