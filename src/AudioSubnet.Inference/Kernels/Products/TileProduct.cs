using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// The inner loop of products of many rows: 12 rows by 32 outputs are summed in 24 registers, and each step of the loop reads 32 weights and 12 inputs for 24 multiply-adds of 16 numbers.
/// </summary>
internal static unsafe class TileProduct
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 12;

    /// <summary>Outputs of a tile.</summary>
    public const int Columns = 32;

    /// <summary>Adds the products of some inputs to the sums.</summary>
    /// <param name="rows">Addresses of the 12 rows' first input.</param>
    /// <param name="weights">[inputs, 32].</param>
    /// <param name="inputs">How many.</param>
    /// <param name="sums">[12, 32].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float** rows, float* weights, nint inputs, float* sums)
    {
        float* x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3], x4 = rows[4], x5 = rows[5], x6 = rows[6], x7 = rows[7], x8 = rows[8], x9 = rows[9], x10 = rows[10], x11 = rows[11];
        Vector512<float> a0 = Vector512.Load(sums + 0), b0 = Vector512.Load(sums + 16);
        Vector512<float> a1 = Vector512.Load(sums + 32), b1 = Vector512.Load(sums + 48);
        Vector512<float> a2 = Vector512.Load(sums + 64), b2 = Vector512.Load(sums + 80);
        Vector512<float> a3 = Vector512.Load(sums + 96), b3 = Vector512.Load(sums + 112);
        Vector512<float> a4 = Vector512.Load(sums + 128), b4 = Vector512.Load(sums + 144);
        Vector512<float> a5 = Vector512.Load(sums + 160), b5 = Vector512.Load(sums + 176);
        Vector512<float> a6 = Vector512.Load(sums + 192), b6 = Vector512.Load(sums + 208);
        Vector512<float> a7 = Vector512.Load(sums + 224), b7 = Vector512.Load(sums + 240);
        Vector512<float> a8 = Vector512.Load(sums + 256), b8 = Vector512.Load(sums + 272);
        Vector512<float> a9 = Vector512.Load(sums + 288), b9 = Vector512.Load(sums + 304);
        Vector512<float> a10 = Vector512.Load(sums + 320), b10 = Vector512.Load(sums + 336);
        Vector512<float> a11 = Vector512.Load(sums + 352), b11 = Vector512.Load(sums + 368);
        for (nint i = 0; i < inputs; i++)
        {
            Vector512<float> left = Vector512.Load(weights), right = Vector512.Load(weights + 16), x;
            x = Vector512.Create(x0[i]);
            a0 = Avx512F.FusedMultiplyAdd(x, left, a0);
            b0 = Avx512F.FusedMultiplyAdd(x, right, b0);
            x = Vector512.Create(x1[i]);
            a1 = Avx512F.FusedMultiplyAdd(x, left, a1);
            b1 = Avx512F.FusedMultiplyAdd(x, right, b1);
            x = Vector512.Create(x2[i]);
            a2 = Avx512F.FusedMultiplyAdd(x, left, a2);
            b2 = Avx512F.FusedMultiplyAdd(x, right, b2);
            x = Vector512.Create(x3[i]);
            a3 = Avx512F.FusedMultiplyAdd(x, left, a3);
            b3 = Avx512F.FusedMultiplyAdd(x, right, b3);
            x = Vector512.Create(x4[i]);
            a4 = Avx512F.FusedMultiplyAdd(x, left, a4);
            b4 = Avx512F.FusedMultiplyAdd(x, right, b4);
            x = Vector512.Create(x5[i]);
            a5 = Avx512F.FusedMultiplyAdd(x, left, a5);
            b5 = Avx512F.FusedMultiplyAdd(x, right, b5);
            x = Vector512.Create(x6[i]);
            a6 = Avx512F.FusedMultiplyAdd(x, left, a6);
            b6 = Avx512F.FusedMultiplyAdd(x, right, b6);
            x = Vector512.Create(x7[i]);
            a7 = Avx512F.FusedMultiplyAdd(x, left, a7);
            b7 = Avx512F.FusedMultiplyAdd(x, right, b7);
            x = Vector512.Create(x8[i]);
            a8 = Avx512F.FusedMultiplyAdd(x, left, a8);
            b8 = Avx512F.FusedMultiplyAdd(x, right, b8);
            x = Vector512.Create(x9[i]);
            a9 = Avx512F.FusedMultiplyAdd(x, left, a9);
            b9 = Avx512F.FusedMultiplyAdd(x, right, b9);
            x = Vector512.Create(x10[i]);
            a10 = Avx512F.FusedMultiplyAdd(x, left, a10);
            b10 = Avx512F.FusedMultiplyAdd(x, right, b10);
            x = Vector512.Create(x11[i]);
            a11 = Avx512F.FusedMultiplyAdd(x, left, a11);
            b11 = Avx512F.FusedMultiplyAdd(x, right, b11);
            weights += Columns;
        }

        a0.Store(sums + 0);
        b0.Store(sums + 16);
        a1.Store(sums + 32);
        b1.Store(sums + 48);
        a2.Store(sums + 64);
        b2.Store(sums + 80);
        a3.Store(sums + 96);
        b3.Store(sums + 112);
        a4.Store(sums + 128);
        b4.Store(sums + 144);
        a5.Store(sums + 160);
        b5.Store(sums + 176);
        a6.Store(sums + 192);
        b6.Store(sums + 208);
        a7.Store(sums + 224);
        b7.Store(sums + 240);
        a8.Store(sums + 256);
        b8.Store(sums + 272);
        a9.Store(sums + 288);
        b9.Store(sums + 304);
        a10.Store(sums + 320);
        b10.Store(sums + 336);
        a11.Store(sums + 352);
        b11.Store(sums + 368);
    }
}
