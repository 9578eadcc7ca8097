using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// A panel of quantised weights times few rows, as in a decoder's step: bound by the reading of the weights. A weight becomes a number in a register and is multiplied there with
/// each row's input, in float32, so that activations are not rounded.
/// </summary>
internal static unsafe class PanelVectorProduct
{
    /// <summary>Most rows of one call; more read the weights again.</summary>
    public const int MaxRows = 4;

    /// <summary>Computes the sums of a panel for some rows.</summary>
    /// <param name="panel">The weights.</param>
    /// <param name="x">[rows, stride], with zeros up to a multiple of 32 inputs.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="rows">1 to 4.</param>
    /// <param name="sums">[rows], each of 16 outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T>(PanelView panel, float* x, nint stride, int rows, Vector512<float>* sums)
        where T : IPanelWeights
    {
        switch (rows)
        {
            case 1:
                Rows1<T>(panel, x, stride, sums);
                break;
            case 2:
                Rows2<T>(panel, x, stride, sums);
                break;
            case 3:
                Rows2<T>(panel, x, stride, sums);
                Rows1<T>(panel, x + 2 * stride, stride, sums + 2);
                break;
            default:
                Rows4<T>(panel, x, stride, sums);
                break;
        }
    }

    /// <summary>16 bfloat16 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scale(ushort* scales) => Avx512F.ShiftLeftLogical(Avx512F.ConvertToVector512UInt32(Vector256.Load(scales)), 16).AsSingle();

    /// <summary>One panel times one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1<T>(PanelView panel, float* x, nint stride, Vector512<float>* sums)
        where T : IPanelWeights
    {
        float* x0 = x;
        Vector512<float> t0 = default;
        byte* block = panel.Weights;
        ushort* scales = panel.Scales;
        for (int i = 0; i < panel.Blocks; i++)
        {
            Vector512<float> w, a00 = default, a01 = default, a02 = default, a03 = default;
            for (int word = 0; word < 4; word++)
            {
                Vector512<uint> bits = T.Word(block, word);
                w = T.Weight(block, bits, word, 0);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[0]), a00);
                w = T.Weight(block, bits, word, 1);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[1]), a01);
                w = T.Weight(block, bits, word, 2);
                a02 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[2]), a02);
                w = T.Weight(block, bits, word, 3);
                a03 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[3]), a03);
                w = T.Weight(block, bits, word, 4);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[4]), a00);
                w = T.Weight(block, bits, word, 5);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[5]), a01);
                w = T.Weight(block, bits, word, 6);
                a02 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[6]), a02);
                w = T.Weight(block, bits, word, 7);
                a03 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[7]), a03);
                x0 += 8;
            }

            Vector512<float> scale = Scale(scales);
            t0 = Avx512F.FusedMultiplyAdd((a00 + a01) + (a02 + a03), scale, t0);
            block += T.BlockBytes;
            scales += 16;
        }

        sums[0] = t0;
    }

    /// <summary>One panel times 2 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2<T>(PanelView panel, float* x, nint stride, Vector512<float>* sums)
        where T : IPanelWeights
    {
        float* x0 = x, x1 = x + stride;
        Vector512<float> t0 = default, t1 = default;
        byte* block = panel.Weights;
        ushort* scales = panel.Scales;
        for (int i = 0; i < panel.Blocks; i++)
        {
            Vector512<float> w, a00 = default, a01 = default, a02 = default, a03 = default, a10 = default, a11 = default, a12 = default, a13 = default;
            for (int word = 0; word < 4; word++)
            {
                Vector512<uint> bits = T.Word(block, word);
                w = T.Weight(block, bits, word, 0);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[0]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[0]), a10);
                w = T.Weight(block, bits, word, 1);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[1]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[1]), a11);
                w = T.Weight(block, bits, word, 2);
                a02 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[2]), a02);
                a12 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[2]), a12);
                w = T.Weight(block, bits, word, 3);
                a03 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[3]), a03);
                a13 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[3]), a13);
                w = T.Weight(block, bits, word, 4);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[4]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[4]), a10);
                w = T.Weight(block, bits, word, 5);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[5]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[5]), a11);
                w = T.Weight(block, bits, word, 6);
                a02 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[6]), a02);
                a12 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[6]), a12);
                w = T.Weight(block, bits, word, 7);
                a03 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[7]), a03);
                a13 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[7]), a13);
                x0 += 8;
                x1 += 8;
            }

            Vector512<float> scale = Scale(scales);
            t0 = Avx512F.FusedMultiplyAdd((a00 + a01) + (a02 + a03), scale, t0);
            t1 = Avx512F.FusedMultiplyAdd((a10 + a11) + (a12 + a13), scale, t1);
            block += T.BlockBytes;
            scales += 16;
        }

        sums[0] = t0;
        sums[1] = t1;
    }

    /// <summary>One panel times 4 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4<T>(PanelView panel, float* x, nint stride, Vector512<float>* sums)
        where T : IPanelWeights
    {
        float* x0 = x, x1 = x + stride, x2 = x + 2 * stride, x3 = x + 3 * stride;
        Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default;
        byte* block = panel.Weights;
        ushort* scales = panel.Scales;
        for (int i = 0; i < panel.Blocks; i++)
        {
            Vector512<float> w, a00 = default, a01 = default, a10 = default, a11 = default, a20 = default, a21 = default, a30 = default, a31 = default;
            for (int word = 0; word < 4; word++)
            {
                Vector512<uint> bits = T.Word(block, word);
                w = T.Weight(block, bits, word, 0);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[0]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[0]), a10);
                a20 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[0]), a20);
                a30 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[0]), a30);
                w = T.Weight(block, bits, word, 1);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[1]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[1]), a11);
                a21 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[1]), a21);
                a31 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[1]), a31);
                w = T.Weight(block, bits, word, 2);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[2]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[2]), a10);
                a20 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[2]), a20);
                a30 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[2]), a30);
                w = T.Weight(block, bits, word, 3);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[3]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[3]), a11);
                a21 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[3]), a21);
                a31 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[3]), a31);
                w = T.Weight(block, bits, word, 4);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[4]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[4]), a10);
                a20 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[4]), a20);
                a30 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[4]), a30);
                w = T.Weight(block, bits, word, 5);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[5]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[5]), a11);
                a21 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[5]), a21);
                a31 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[5]), a31);
                w = T.Weight(block, bits, word, 6);
                a00 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[6]), a00);
                a10 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[6]), a10);
                a20 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[6]), a20);
                a30 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[6]), a30);
                w = T.Weight(block, bits, word, 7);
                a01 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x0[7]), a01);
                a11 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x1[7]), a11);
                a21 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x2[7]), a21);
                a31 = Avx512F.FusedMultiplyAdd(w, Vector512.Create(x3[7]), a31);
                x0 += 8;
                x1 += 8;
                x2 += 8;
                x3 += 8;
            }

            Vector512<float> scale = Scale(scales);
            t0 = Avx512F.FusedMultiplyAdd(a00 + a01, scale, t0);
            t1 = Avx512F.FusedMultiplyAdd(a10 + a11, scale, t1);
            t2 = Avx512F.FusedMultiplyAdd(a20 + a21, scale, t2);
            t3 = Avx512F.FusedMultiplyAdd(a30 + a31, scale, t3);
            block += T.BlockBytes;
            scales += 16;
        }

        sums[0] = t0;
        sums[1] = t1;
        sums[2] = t2;
        sums[3] = t3;
    }
}
