using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>Weights of 4 bits: a permutation looks 16 of them up in a register with all values, and reads only the lowest four bits of each index.</summary>
internal readonly unsafe struct FourBitWeights : IPanelWeights
{
    /// <inheritdoc/>
    public static int BlockBytes => 32 * 16 / 2;

    private static Vector512<float> Values
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(-8f, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Word(byte* block, int word) => Vector512.Load((uint*)block + word * 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Weight(byte* block, Vector512<uint> bits, int word, int input) =>
        Avx512F.PermuteVar16x32(Values, Vector512.ShiftRightLogical(bits, 4 * input).AsInt32());
}
