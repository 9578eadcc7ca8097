using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>The two products of attention for eight new positions at once, which share each key and value that is read.</summary>
internal static unsafe class AttentionTile
{
    /// <summary>New positions of a tile.</summary>
    public const int Queries = 8;

    /// <summary>Remembered positions of a chunk.</summary>
    public const int Chunk = 256;

    /// <summary>
    /// Numbers from one row of a tile's queries, scores or sums to the next: room for a chunk or a head, at distances that do not compete for the same cache lines.
    /// </summary>
    public const int Stride = Chunk + 16;

    /// <summary>Products of the queries with the keys of whole blocks, without the keys' factors.</summary>
    public static void Scores<TElement>(float* queries, byte* keys, int depth, int positions, float* scores)
        where TElement : struct, IRememberedElement
    {
        nint vector = Vector512<float>.Count * TElement.Bytes, block = depth * vector;
        for (int position = 0; position < positions; position += 2 * KeyValueLayout.Block)
        {
            for (int i = 0; i < Queries; i++)
            {
                Vector512<float>.Zero.Store(scores + i * Stride + position);
                Vector512<float>.Zero.Store(scores + i * Stride + position + KeyValueLayout.Block);
            }

            // A last block without a partner is its own; there is room for the idle results.
            nint second = position + KeyValueLayout.Block < positions ? block : 0;
            MultiplyAdd<TElement>(queries, keys + position / KeyValueLayout.Block * block, second, vector, depth, scores + position);
        }
    }

    /// <summary>Adds the weighted values to the sums.</summary>
    public static void Sum<TElement>(float* weights, byte* values, int depth, int positions, float* sums)
        where TElement : struct, IRememberedElement
    {
        nint vector = Vector512<float>.Count * TElement.Bytes, row = (nint)depth * TElement.Bytes;
        for (int column = 0; column < depth; column += 2 * Vector512<float>.Count)
            MultiplyAdd<TElement>(weights, values + (nint)column * TElement.Bytes, column + Vector512<float>.Count < depth ? vector : 0, row, positions, sums + column);
    }

    /// <summary>c[i][0..32] += Σ a[i][k] · b[k][0..32] for eight i, where the second sixteen of b lie elsewhere. The sixteen vectors of c stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyAdd<TElement>(float* a, byte* b, nint second, nint step, int count, float* c)
        where TElement : struct, IRememberedElement
    {
        Vector512<float> c00 = Vector512.Load(c), c01 = Vector512.Load(c + 16);
        Vector512<float> c10 = Vector512.Load(c + Stride), c11 = Vector512.Load(c + Stride + 16);
        Vector512<float> c20 = Vector512.Load(c + 2 * Stride), c21 = Vector512.Load(c + 2 * Stride + 16);
        Vector512<float> c30 = Vector512.Load(c + 3 * Stride), c31 = Vector512.Load(c + 3 * Stride + 16);
        Vector512<float> c40 = Vector512.Load(c + 4 * Stride), c41 = Vector512.Load(c + 4 * Stride + 16);
        Vector512<float> c50 = Vector512.Load(c + 5 * Stride), c51 = Vector512.Load(c + 5 * Stride + 16);
        Vector512<float> c60 = Vector512.Load(c + 6 * Stride), c61 = Vector512.Load(c + 6 * Stride + 16);
        Vector512<float> c70 = Vector512.Load(c + 7 * Stride), c71 = Vector512.Load(c + 7 * Stride + 16);
        for (int k = 0; k < count; k++, a++, b += step)
        {
            Vector512<float> b0 = TElement.Load(b), b1 = TElement.Load(b + second);
            Vector512<float> factor = Vector512.Create(a[0]);
            c00 = Avx512F.FusedMultiplyAdd(factor, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(factor, b1, c01);
            factor = Vector512.Create(a[Stride]);
            c10 = Avx512F.FusedMultiplyAdd(factor, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(factor, b1, c11);
            factor = Vector512.Create(a[2 * Stride]);
            c20 = Avx512F.FusedMultiplyAdd(factor, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(factor, b1, c21);
            factor = Vector512.Create(a[3 * Stride]);
            c30 = Avx512F.FusedMultiplyAdd(factor, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(factor, b1, c31);
            factor = Vector512.Create(a[4 * Stride]);
            c40 = Avx512F.FusedMultiplyAdd(factor, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(factor, b1, c41);
            factor = Vector512.Create(a[5 * Stride]);
            c50 = Avx512F.FusedMultiplyAdd(factor, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(factor, b1, c51);
            factor = Vector512.Create(a[6 * Stride]);
            c60 = Avx512F.FusedMultiplyAdd(factor, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(factor, b1, c61);
            factor = Vector512.Create(a[7 * Stride]);
            c70 = Avx512F.FusedMultiplyAdd(factor, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(factor, b1, c71);
        }

        c00.Store(c);
        c01.Store(c + 16);
        c10.Store(c + Stride);
        c11.Store(c + Stride + 16);
        c20.Store(c + 2 * Stride);
        c21.Store(c + 2 * Stride + 16);
        c30.Store(c + 3 * Stride);
        c31.Store(c + 3 * Stride + 16);
        c40.Store(c + 4 * Stride);
        c41.Store(c + 4 * Stride + 16);
        c50.Store(c + 5 * Stride);
        c51.Store(c + 5 * Stride + 16);
        c60.Store(c + 6 * Stride);
        c61.Store(c + 6 * Stride + 16);
        c70.Store(c + 7 * Stride);
        c71.Store(c + 7 * Stride + 16);
    }
}
