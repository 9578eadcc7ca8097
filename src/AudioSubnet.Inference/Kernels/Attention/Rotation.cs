using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>
/// Spreads each element of a key over many before it is rounded: the Walsh-Hadamard transform, which is a rotation but for its length, so that products of keys and
/// queries stay what they are when both are turned. A few elements far from zero, as trained decoders have them, would otherwise take the range of integers from all others
/// (Ashkboos et al. 2024, "QuaRot").
/// </summary>
internal static unsafe class Rotation
{
    /// <summary>Turns a vector in place, and makes it √<see cref="Span"/> times as long.</summary>
    /// <param name="x">The vector.</param>
    /// <param name="count">Its elements, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(float* x, int count)
    {
        Vector512<int> lanes = Vector512<int>.Indices;
        for (int i = 0; i < count; i += Vector512<float>.Count)
        {
            Vector512<float> v = Vector512.Load(x + i);
            for (int span = 1; span < Vector512<float>.Count; span *= 2)
            {
                // Lanes with the bit get partner - own, those without it partner + own.
                Vector512<float> sign = Vector512.ConditionalSelect(
                    Vector512.Equals(lanes & Vector512.Create(span), Vector512<int>.Zero).AsSingle(), Vector512<float>.One, -Vector512<float>.One);
                v = Avx512F.FusedMultiplyAdd(v, sign, Avx512F.PermuteVar16x32(v, lanes ^ Vector512.Create(span)));
            }

            v.Store(x + i);
        }

        for (int span = Vector512<float>.Count; span < Span(count); span *= 2)
            for (int i = 0; i < count; i += Vector512<float>.Count)
            {
                if ((i & span) != 0)
                    continue;
                Vector512<float> low = Vector512.Load(x + i), high = Vector512.Load(x + i + span);
                (low + high).Store(x + i);
                (low - high).Store(x + i + span);
            }
    }

    /// <summary>Neighbours that an element is spread over: the greatest power of two that divides the number of elements.</summary>
    public static int Span(int count) => count & -count;
}
