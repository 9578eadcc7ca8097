using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>Rounds rows of inputs in blocks of 32: to 8 bits for weights of 4 bits, to 16 for weights of 8.</summary>
internal static unsafe class InputBlocks
{
    /// <summary>Size of a block in bytes.</summary>
    public static int SizeOf(int weightBits) => weightBits == 4 ? sizeof(ByteBlock) : sizeof(WordBlock);

    /// <summary>Rounds a row.</summary>
    /// <param name="row">Inputs.</param>
    /// <param name="weightBits">Bits of the weights that they will be multiplied with.</param>
    /// <param name="blocks">Room for as many blocks as the inputs fill; the last is filled up with zeros.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Quantize(ReadOnlySpan<float> row, int weightBits, byte* blocks)
    {
        float* last = stackalloc float[BlockQuantizer.BlockSize];
        fixed (float* inputs = row)
            for (int i = 0; i * BlockQuantizer.BlockSize < row.Length; i++)
            {
                float* source = inputs + i * BlockQuantizer.BlockSize;
                int count = row.Length - i * BlockQuantizer.BlockSize;
                if (count < BlockQuantizer.BlockSize)
                {
                    new Span<float>(last, BlockQuantizer.BlockSize).Clear();
                    new ReadOnlySpan<float>(source, count).CopyTo(new(last, count));
                    source = last;
                }

                if (weightBits == 4)
                    ByteBlock.Quantize(source, (ByteBlock*)blocks + i);
                else
                    WordBlock.Quantize(source, (WordBlock*)blocks + i);
            }
    }

    /// <summary>The largest magnitude of 32 numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LargestOf(Vector512<float> low, Vector512<float> high)
    {
        Vector512<float> magnitudes = Vector512.Max(Vector512.Abs(low), Vector512.Abs(high));
        Vector256<float> half = Vector256.Max(magnitudes.GetLower(), magnitudes.GetUpper());
        Vector128<float> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Max(Math.Max(quarter[0], quarter[1]), Math.Max(quarter[2], quarter[3]));
    }
}
