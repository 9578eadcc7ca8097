using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>Weights of 8 bits.</summary>
internal readonly unsafe struct EightBitWeights : IPanelWeights
{
    /// <inheritdoc/>
    public static int BlockBytes => 32 * 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Word(byte* block, int word) => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Weight(byte* block, Vector512<uint> bits, int word, int input) =>
        Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load((sbyte*)block + (word * 8 + input) * 16)));
}
