using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Convolution;

/// <summary>
/// The one loop in which convolutions spend their time: eight output channels of 48 neighbouring lanes, summed over rows and taps. Twenty-four vectors of sums stay in
/// registers; every step reads three vectors of the rows and eight weights, which leaves the processor nothing to wait for but its multipliers.
/// </summary>
internal static unsafe class ProductTile
{
    /// <summary>Output channels of a tile.</summary>
    public const int Channels = 8;

    /// <summary>Lanes of a tile.</summary>
    public const int Lanes = 48;

    /// <summary>Adds products to a tile: <c>sums[c, l] = Σ weights[row, tap, c] · rows[row, l + tap · tapStep]</c>.</summary>
    /// <param name="rows">[count, rowStride]; the first lane of the tile in the first row. Nothing needs to be aligned.</param>
    /// <param name="rowStride">Elements from a row to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="taps">Number of taps.</param>
    /// <param name="tapStep">Lanes from a tap to the next.</param>
    /// <param name="weights">[count, taps, 8].</param>
    /// <param name="sums">[8, sumStride]; the first lane of the tile.</param>
    /// <param name="sumStride">Elements from a channel's sums to the next channel's.</param>
    /// <param name="accumulate">Whether the products are added to what the sums hold; otherwise they replace it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        float* rows, nint rowStride, int count, int taps, nint tapStep, float* weights, float* sums, nint sumStride, bool accumulate)
    {
        Vector512<float> a0, a1, a2, b0, b1, b2, c0, c1, c2, d0, d1, d2, e0, e1, e2, f0, f1, f2, g0, g1, g2, h0, h1, h2;
        float* s = sums;
        if (accumulate)
        {
            a0 = Vector512.Load(s);
            a1 = Vector512.Load(s + 16);
            a2 = Vector512.Load(s + 32);
            s += sumStride;
            b0 = Vector512.Load(s);
            b1 = Vector512.Load(s + 16);
            b2 = Vector512.Load(s + 32);
            s += sumStride;
            c0 = Vector512.Load(s);
            c1 = Vector512.Load(s + 16);
            c2 = Vector512.Load(s + 32);
            s += sumStride;
            d0 = Vector512.Load(s);
            d1 = Vector512.Load(s + 16);
            d2 = Vector512.Load(s + 32);
            s += sumStride;
            e0 = Vector512.Load(s);
            e1 = Vector512.Load(s + 16);
            e2 = Vector512.Load(s + 32);
            s += sumStride;
            f0 = Vector512.Load(s);
            f1 = Vector512.Load(s + 16);
            f2 = Vector512.Load(s + 32);
            s += sumStride;
            g0 = Vector512.Load(s);
            g1 = Vector512.Load(s + 16);
            g2 = Vector512.Load(s + 32);
            s += sumStride;
            h0 = Vector512.Load(s);
            h1 = Vector512.Load(s + 16);
            h2 = Vector512.Load(s + 32);
        }
        else
        {
            a0 = a1 = a2 = b0 = b1 = b2 = c0 = c1 = c2 = d0 = d1 = d2 = Vector512<float>.Zero;
            e0 = e1 = e2 = f0 = f1 = f2 = g0 = g1 = g2 = h0 = h1 = h2 = Vector512<float>.Zero;
        }

        for (; count > 0; count--)
        {
            float* x = rows;
            for (int tap = taps; tap > 0; tap--)
            {
                Vector512<float> x0 = Vector512.Load(x), x1 = Vector512.Load(x + 16), x2 = Vector512.Load(x + 32);
                Vector512<float> w = Vector512.Create(weights[0]);
                a0 = Avx512F.FusedMultiplyAdd(w, x0, a0);
                a1 = Avx512F.FusedMultiplyAdd(w, x1, a1);
                a2 = Avx512F.FusedMultiplyAdd(w, x2, a2);
                w = Vector512.Create(weights[1]);
                b0 = Avx512F.FusedMultiplyAdd(w, x0, b0);
                b1 = Avx512F.FusedMultiplyAdd(w, x1, b1);
                b2 = Avx512F.FusedMultiplyAdd(w, x2, b2);
                w = Vector512.Create(weights[2]);
                c0 = Avx512F.FusedMultiplyAdd(w, x0, c0);
                c1 = Avx512F.FusedMultiplyAdd(w, x1, c1);
                c2 = Avx512F.FusedMultiplyAdd(w, x2, c2);
                w = Vector512.Create(weights[3]);
                d0 = Avx512F.FusedMultiplyAdd(w, x0, d0);
                d1 = Avx512F.FusedMultiplyAdd(w, x1, d1);
                d2 = Avx512F.FusedMultiplyAdd(w, x2, d2);
                w = Vector512.Create(weights[4]);
                e0 = Avx512F.FusedMultiplyAdd(w, x0, e0);
                e1 = Avx512F.FusedMultiplyAdd(w, x1, e1);
                e2 = Avx512F.FusedMultiplyAdd(w, x2, e2);
                w = Vector512.Create(weights[5]);
                f0 = Avx512F.FusedMultiplyAdd(w, x0, f0);
                f1 = Avx512F.FusedMultiplyAdd(w, x1, f1);
                f2 = Avx512F.FusedMultiplyAdd(w, x2, f2);
                w = Vector512.Create(weights[6]);
                g0 = Avx512F.FusedMultiplyAdd(w, x0, g0);
                g1 = Avx512F.FusedMultiplyAdd(w, x1, g1);
                g2 = Avx512F.FusedMultiplyAdd(w, x2, g2);
                w = Vector512.Create(weights[7]);
                h0 = Avx512F.FusedMultiplyAdd(w, x0, h0);
                h1 = Avx512F.FusedMultiplyAdd(w, x1, h1);
                h2 = Avx512F.FusedMultiplyAdd(w, x2, h2);
                x += tapStep;
                weights += Channels;
            }

            rows += rowStride;
        }

        Store(sums, a0, a1, a2);
        Store(sums += sumStride, b0, b1, b2);
        Store(sums += sumStride, c0, c1, c2);
        Store(sums += sumStride, d0, d1, d2);
        Store(sums += sumStride, e0, e1, e2);
        Store(sums += sumStride, f0, f1, f2);
        Store(sums += sumStride, g0, g1, g2);
        Store(sums + sumStride, h0, h1, h2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* sums, Vector512<float> first, Vector512<float> second, Vector512<float> third)
    {
        first.Store(sums);
        second.Store(sums + 16);
        third.Store(sums + 32);
    }
}
