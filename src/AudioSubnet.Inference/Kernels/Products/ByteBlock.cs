using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>32 inputs of a row in 8 bits: an input is <see cref="Scale"/> times its code.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ByteBlock
{
    /// <summary>Offset of <see cref="Scale"/> in bytes.</summary>
    public const int ScaleOffset = BlockQuantizer.BlockSize;

    /// <summary>Offset of <see cref="Correction"/> in bytes.</summary>
    public const int CorrectionOffset = ScaleOffset + sizeof(float);

    private const int Largest = sbyte.MaxValue;

    /// <summary>-127 to 127.</summary>
    public fixed sbyte Codes[BlockQuantizer.BlockSize];

    /// <summary>What a code of one stands for.</summary>
    public float Scale;

    /// <summary>-8 times the sum of the codes: weights of 4 bits are multiplied as 0 to 15, which is 8 too many.</summary>
    public int Correction;

    /// <summary>Rounds 32 inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Quantize(float* source, ByteBlock* block)
    {
        Vector512<float> low = Vector512.Load(source), high = Vector512.Load(source + 16);
        float largest = InputBlocks.LargestOf(low, high);
        Vector512<float> inverse = Vector512.Create(largest > 0 ? Largest / largest : 0);
        Vector512<int> lowCodes = Avx512F.ConvertToVector512Int32(low * inverse), highCodes = Avx512F.ConvertToVector512Int32(high * inverse);
        Avx512F.ConvertToVector128SByteWithSaturation(lowCodes).Store(block->Codes);
        Avx512F.ConvertToVector128SByteWithSaturation(highCodes).Store(block->Codes + 16);
        block->Scale = largest / Largest;
        block->Correction = -8 * Vector512.Sum(lowCodes + highCodes);
    }
}
