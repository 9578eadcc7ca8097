using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>
/// The stages of attention for one new position and a chunk of remembered ones, which are read in the order of memory. What the next stage reads is fetched meanwhile: it lies
/// elsewhere, where the processor does not look for it by itself.
/// </summary>
internal static unsafe class AttentionRow
{
    /// <summary>Products of a query with the keys of whole blocks, without the keys' factors. Those behind the last position mean nothing.</summary>
    /// <param name="query">[depth].</param>
    /// <param name="keys">Where the first block starts.</param>
    /// <param name="depth">Padded width of a head.</param>
    /// <param name="positions">Positions of the chunk.</param>
    /// <param name="scores">Written; room for whole blocks.</param>
    /// <param name="next">What is read next, an address that need not be valid.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores<TElement>(float* query, byte* keys, int depth, int positions, float* scores, byte* next)
        where TElement : struct, IRememberedElement
    {
        nint vector = Vector512<float>.Count * TElement.Bytes;
        for (int position = 0; position < positions; position += KeyValueLayout.Block)
        {
            Vector512<float> s0 = Vector512<float>.Zero, s1 = s0, s2 = s0, s3 = s0;
            for (int d = 0; d < depth; d += 4, keys += 4 * vector, next += 4 * vector)
            {
                Sse.Prefetch1(next);
                s0 = Avx512F.FusedMultiplyAdd(TElement.Load(keys), Vector512.Create(query[d]), s0);
                s1 = Avx512F.FusedMultiplyAdd(TElement.Load(keys + vector), Vector512.Create(query[d + 1]), s1);
                s2 = Avx512F.FusedMultiplyAdd(TElement.Load(keys + 2 * vector), Vector512.Create(query[d + 2]), s2);
                s3 = Avx512F.FusedMultiplyAdd(TElement.Load(keys + 3 * vector), Vector512.Create(query[d + 3]), s3);
            }

            (s0 + s1 + (s2 + s3)).Store(scores + position);
        }
    }

    /// <summary>Turns scores into weights: 2^(score - greatest), times the values' factors.</summary>
    /// <param name="scores">Scores without the keys' factors; weights afterwards, of which those that are not seen are 0.</param>
    /// <param name="positions">Positions of the chunk.</param>
    /// <param name="seen">How many of them the new position sees; it may be none or more than there are.</param>
    /// <param name="keyScales">Factors of the keys, if there are any.</param>
    /// <param name="valueScales">Factors of the values, if there are any.</param>
    /// <param name="greatest">Greatest score so far.</param>
    /// <param name="total">Sum of the weights so far, before the values' factors.</param>
    /// <returns>What sums of earlier chunks are to be multiplied by.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Weigh<TElement>(float* scores, int positions, int seen, float* keyScales, float* valueScales, ref float greatest, ref float total)
        where TElement : struct, IRememberedElement
    {
        Vector512<float> most = Vector512.Create(greatest);
        for (int i = 0; i < positions; i += Vector512<float>.Count)
        {
            Vector512<float> score = Vector512.Load(scores + i);
            if (TElement.IsRounded)
                score *= Vector512.Load(keyScales + i);
            if (seen - i < Vector512<float>.Count)
                score = Vector512.ConditionalSelect(
                    Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(seen - i)).AsSingle(), score, Vector512.Create(float.NegativeInfinity));
            score.Store(scores + i);
            most = Avx512F.Max(most, score);
        }

        float former = greatest;
        greatest = Lanes.Max(most);
        most = Vector512.Create(greatest);
        Vector512<float> sum = Vector512<float>.Zero;
        for (int i = 0; i < positions; i += Vector512<float>.Count)
        {
            Vector512<float> weight = Lanes.PowerOfTwo(Vector512.Load(scores + i) - most);
            sum += weight;
            if (TElement.IsRounded)
                weight *= Vector512.Load(valueScales + i);
            weight.Store(scores + i);
        }

        float fade = Lanes.PowerOfTwo(Vector512.Create(former) - most).ToScalar();
        total = total * fade + Vector512.Sum(sum);
        return fade;
    }

    /// <summary>Adds the weighted values to a sum.</summary>
    /// <param name="weights">[positions].</param>
    /// <param name="values">[positions, depth].</param>
    /// <param name="depth">Padded width of a head.</param>
    /// <param name="positions">Positions of the chunk.</param>
    /// <param name="sum">[depth].</param>
    /// <param name="next">What is read next, an address that need not be valid.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TElement>(float* weights, byte* values, int depth, int positions, float* sum, byte* next)
        where TElement : struct, IRememberedElement
    {
        nint vector = Vector512<float>.Count * TElement.Bytes, row = (nint)depth * TElement.Bytes;
        int column = 0;
        for (; column + 4 * Vector512<float>.Count <= depth; column += 4 * Vector512<float>.Count)
        {
            float* target = sum + column;
            byte* source = values + (nint)column * TElement.Bytes;
            Vector512<float> s0 = Vector512.Load(target), s1 = Vector512.Load(target + 16), s2 = Vector512.Load(target + 32), s3 = Vector512.Load(target + 48);
            for (int position = 0; position < positions; position++, source += row, next += row)
            {
                Sse.Prefetch1(next);
                Vector512<float> weight = Vector512.Create(weights[position]);
                s0 = Avx512F.FusedMultiplyAdd(TElement.Load(source), weight, s0);
                s1 = Avx512F.FusedMultiplyAdd(TElement.Load(source + vector), weight, s1);
                s2 = Avx512F.FusedMultiplyAdd(TElement.Load(source + 2 * vector), weight, s2);
                s3 = Avx512F.FusedMultiplyAdd(TElement.Load(source + 3 * vector), weight, s3);
            }

            s0.Store(target);
            s1.Store(target + 16);
            s2.Store(target + 32);
            s3.Store(target + 48);
        }

        for (; column < depth; column += Vector512<float>.Count)
        {
            byte* source = values + (nint)column * TElement.Bytes;
            Vector512<float> s = Vector512.Load(sum + column);
            for (int position = 0; position < positions; position++, source += row)
                s = Avx512F.FusedMultiplyAdd(TElement.Load(source), Vector512.Create(weights[position]), s);
            s.Store(sum + column);
        }
    }
}
