using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>32 inputs of a row in 16 bits: an input is <see cref="Scale"/> times its code.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct WordBlock
{
    private const int Largest = short.MaxValue;

    /// <summary>-32767 to 32767.</summary>
    public fixed short Codes[BlockQuantizer.BlockSize];

    /// <summary>What a code of one stands for; the kernels expect it right behind the codes.</summary>
    public float Scale;

    /// <summary>Rounds 32 inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Quantize(float* source, WordBlock* block)
    {
        Vector512<float> low = Vector512.Load(source), high = Vector512.Load(source + 16);
        float largest = InputBlocks.LargestOf(low, high);
        Vector512<float> inverse = Vector512.Create(largest > 0 ? Largest / largest : 0);
        Avx512F.ConvertToVector256Int16WithSaturation(Avx512F.ConvertToVector512Int32(low * inverse)).Store(block->Codes);
        Avx512F.ConvertToVector256Int16WithSaturation(Avx512F.ConvertToVector512Int32(high * inverse)).Store(block->Codes + 16);
        block->Scale = largest / Largest;
    }
}
