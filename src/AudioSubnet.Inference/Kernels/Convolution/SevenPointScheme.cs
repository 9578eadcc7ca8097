using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// Short filters of four taps, by the points 1, -1, 2, -2, 1/2, -1/2 and infinity; three taps need no infinity. So three taps cost 1.5 products a frame, eleven 5.
/// </summary>
/// <remarks>
/// With these points all factors but 21/4, 17/4 and 5 are powers of two or sums of two, and the result's rounding error is about twice that of the plain sum (3.7e-7 instead of 2.8e-7 of the
/// result's size for three taps of 64 channels, 9e-7 instead of 4e-7 for eleven).
/// </remarks>
internal sealed unsafe class SevenPointScheme(ConvolutionShape shape) : ShortFilterScheme(shape, [1, -1, 2, -2, 0.5, -0.5], FilterTaps)
{
    /// <summary>Cycles for four vectors of frames beside the products, measured.</summary>
    public const double Transform = 80;

    private const int FilterTaps = 4;

    /// <summary>Products for four frames.</summary>
    public static int Products(int taps) => 6 * ((taps + FilterTaps - 1) / FilterTaps) + taps / FilterTaps;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Evaluate(float* phases, nint phaseStride, float* rows, nint pointStride, int lanes)
    {
        bool infinity = HasInfinity;
        Vector512<float> q1 = Vector512.Create(-4.25f), q2 = Vector512.Create(-1.25f), q3 = Vector512.Create(-5f);
        Vector512<float> four = Vector512.Create(4f), quarter = Vector512.Create(0.25f), two = Vector512.Create(2f), half = Vector512.Create(0.5f);
        float* p0 = phases, p1 = p0 + phaseStride, p2 = p1 + phaseStride, p3 = p2 + phaseStride;
        for (int lane = 0; lane < lanes; lane += Vector512<float>.Count)
        {
            Vector512<float> x0 = Vector512.Load(p0 + lane), x1 = Vector512.Load(p1 + lane), x2 = Vector512.Load(p2 + lane), x3 = Vector512.Load(p3 + lane);
            int after = lane + Shape.Dilation;
            Vector512<float> x4 = Vector512.Load(p0 + after), x5 = Vector512.Load(p1 + after);

            // Of each pair of points ±a: the odd coefficients are the same, the even ones have the sign of a.
            Vector512<float> odd = Avx512F.FusedMultiplyAdd(q1, x3, x1 + x5), even = Avx512F.FusedMultiplyAdd(q1, x2, x0 + x4);
            float* row = rows + lane;
            (odd + even).Store(row);
            (odd - even).Store(row += pointStride);
            odd = Avx512F.FusedMultiplyAdd(quarter, x1, Avx512F.FusedMultiplyAdd(q2, x3, x5));
            even = Avx512F.FusedMultiplyAdd(quarter, x0, Avx512F.FusedMultiplyAdd(q2, x2, x4));
            Avx512F.FusedMultiplyAdd(two, even, odd).Store(row += pointStride);
            Avx512F.FusedMultiplyAddNegated(two, even, odd).Store(row += pointStride);
            odd = Avx512F.FusedMultiplyAdd(four, x1, Avx512F.FusedMultiplyAdd(q3, x3, x5));
            even = Avx512F.FusedMultiplyAdd(four, x0, Avx512F.FusedMultiplyAdd(q3, x2, x4));
            Avx512F.FusedMultiplyAdd(half, even, odd).Store(row += pointStride);
            Avx512F.FusedMultiplyAddNegated(half, even, odd).Store(row += pointStride);
            if (infinity)
                Avx512F.FusedMultiplyAdd(Vector512.Create(5.25f), x2 - x4, Vector512.Load(p2 + after) - x0).Store(row + pointStride);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Interpolate(float* sums, nint pointStride, float* phases, nint phaseStride, int lanes, Vector512<float> bias)
    {
        Vector512<float> four = Vector512.Create(4f), quarter = Vector512.Create(0.25f);
        Vector512<float> two = Vector512.Create(2f), half = Vector512.Create(0.5f), eight = Vector512.Create(8f), eighth = Vector512.Create(0.125f);
        bool infinity = HasInfinity;
        for (int lane = 0; lane < lanes; lane += Vector512<float>.Count)
        {
            float* from = sums + lane;
            Vector512<float> plus = Vector512.Load(from), minus = Vector512.Load(from += pointStride);
            Vector512<float> s1 = plus + minus + bias, d1 = plus - minus + bias;
            plus = Vector512.Load(from += pointStride);
            minus = Vector512.Load(from += pointStride);
            Vector512<float> s2 = plus + minus, d2 = plus - minus;
            plus = Vector512.Load(from += pointStride);
            minus = Vector512.Load(from += pointStride);
            Vector512<float> s3 = plus + minus, d3 = plus - minus;

            float* to = phases + lane;
            (s1 + s2 + s3).Store(to);
            Avx512F.FusedMultiplyAdd(half, d3, Avx512F.FusedMultiplyAdd(two, d2, d1)).Store(to += phaseStride);
            Avx512F.FusedMultiplyAdd(quarter, s3, Avx512F.FusedMultiplyAdd(four, s2, s1)).Store(to += phaseStride);
            Vector512<float> last = Avx512F.FusedMultiplyAdd(eighth, d3, Avx512F.FusedMultiplyAdd(eight, d2, d1));
            if (infinity)
                last += Vector512.Load(from + pointStride);
            last.Store(to + phaseStride);
        }
    }
}
