using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Quantization;

/// <summary>
/// Symmetric quantisation in blocks of 32 neighbouring weights of a row: each block has one float32 scale, and a weight is scale · (q - middle) with q of 8 or 4 bits.
/// </summary>
/// <remarks>
/// The scale is the one of least squares for the rounded weights; with 4 bits several roundings are tried, since the largest weight of a block, which the
/// plain rule spares, is rarely worth the precision of the other 31.
/// </remarks>
internal static class BlockQuantizer
{
    /// <summary>Weights that share a scale.</summary>
    public const int BlockSize = 32;

    private const int Lanes = 8;

    // Where the largest weight falls, as parts of the range: 1 is its end, more clips it.
    private static ReadOnlySpan<float> FourBitRanges => [1, 1.06f, 1.12f, 1.2f, 0.94f, 0.88f];

    private static ReadOnlySpan<float> EightBitRanges => [1];

    /// <summary>Number of blocks in a row.</summary>
    public static int BlocksOf(int width) => (width + BlockSize - 1) / BlockSize;

    /// <summary>Bytes of a block.</summary>
    public static int BlockBytes(int bits) => BlockSize * bits / 8;

    /// <summary>Quantises one row, in the layout of ONNX Runtime's MatMulNBits.</summary>
    /// <param name="row">Weights of one output.</param>
    /// <param name="packed">[blocks, 32 · bits / 8].</param>
    /// <param name="scales">[blocks].</param>
    /// <param name="bits">8 or 4.</param>
    public static void Quantize(ReadOnlySpan<float> row, Span<byte> packed, Span<float> scales, int bits)
    {
        Span<float> block = stackalloc float[BlockSize];
        Span<int> codes = stackalloc int[BlockSize];
        int blockBytes = BlockBytes(bits), middle = 1 << (bits - 1);
        for (int i = 0; i < scales.Length; i++)
        {
            ReadOnlySpan<float> source = row[(i * BlockSize)..Math.Min((i + 1) * BlockSize, row.Length)];
            block.Clear();
            source.CopyTo(block);
            scales[i] = QuantizeBlock(block, codes, bits);
            Span<byte> target = packed.Slice(i * blockBytes, blockBytes);
            if (bits == 8)
                for (int k = 0; k < BlockSize; k++)
                    target[k] = (byte)(codes[k] + middle);
            else
                for (int k = 0; k < BlockSize; k += 2)
                    target[k / 2] = (byte)((codes[k] + middle) | ((codes[k + 1] + middle) << 4));
        }
    }

    /// <summary>The weights that a quantised row stands for.</summary>
    public static void Dequantize(ReadOnlySpan<byte> packed, ReadOnlySpan<float> scales, Span<float> row, int bits)
    {
        int middle = 1 << (bits - 1);
        for (int i = 0; i < row.Length; i++)
        {
            int code = bits == 8 ? packed[i] : (packed[i / 2] >> (i % 2 * 4)) & 15;
            row[i] = scales[i / BlockSize] * (code - middle);
        }
    }

    /// <summary>Quantises 32 weights.</summary>
    /// <param name="block">The weights.</param>
    /// <param name="codes">32 codes, -128 to 127 or -8 to 7.</param>
    /// <param name="bits">8 or 4.</param>
    /// <returns>The scale; 0 if all weights are 0 or one is not finite.</returns>
    public static float QuantizeBlock(ReadOnlySpan<float> block, Span<int> codes, int bits)
    {
        int middle = 1 << (bits - 1);
        ReadOnlySpan<float> ranges = bits == 4 ? FourBitRanges : EightBitRanges;
        float extreme = Extreme(block);
        if (extreme == 0 || !float.IsFinite(extreme))
        {
            codes.Clear();
            return 0;
        }

        Vector256<float> low = Vector256.Create(-(float)middle), high = Vector256.Create(middle - 1f);
        float bestGain = -1, bestInverse = 0, bestScale = 0;
        foreach (float range in ranges)
        {
            // The range has one more step below zero than above, so the largest weight is put there, whatever its sign.
            float inverse = -middle * range / extreme;
            Vector256<float> products = default, squares = default;
            for (int k = 0; k < BlockSize; k += Lanes)
            {
                Vector256<float> x = Vector256.Create(block.Slice(k, Lanes));
                Vector256<float> q = Vector256.Min(Vector256.Max(Vector256.Round(x * inverse), low), high);
                products += x * q;
                squares += q * q;
            }

            // With the scale of least squares, sum(xq) / sum(qq), the squared error is sum(xx) - sum(xq)² / sum(qq).
            float product = Vector256.Sum(products), square = Vector256.Sum(squares), gain = product * product / square;
            if (gain > bestGain)
                (bestGain, bestInverse, bestScale) = (gain, inverse, product / square);
        }

        Codes(block, bestInverse, codes, middle);
        return bestScale;
    }

    /// <summary>The codes of 32 weights that come nearest with a given scale.</summary>
    public static void QuantizeBlock(ReadOnlySpan<float> block, Span<int> codes, int bits, float scale) => Codes(block, scale == 0 ? 0 : 1 / scale, codes, 1 << (bits - 1));

    private static void Codes(ReadOnlySpan<float> block, float inverse, Span<int> codes, int middle)
    {
        Vector256<float> low = Vector256.Create(-(float)middle), high = Vector256.Create(middle - 1f);
        for (int k = 0; k < BlockSize; k += Lanes)
        {
            Vector256<float> q = Vector256.Round(Vector256.Create(block.Slice(k, Lanes)) * inverse);
            Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(q, low), high)).CopyTo(codes[k..]);
        }
    }

    /// <summary>The weight with the largest magnitude.</summary>
    private static float Extreme(ReadOnlySpan<float> block)
    {
        Vector256<float> high = default, low = default;
        for (int k = 0; k < BlockSize; k += Lanes)
        {
            Vector256<float> x = Vector256.Create(block.Slice(k, Lanes));
            high = Vector256.Max(high, x);
            low = Vector256.Min(low, x);
        }

        float largest = 0, smallest = 0;
        for (int k = 0; k < Lanes; k++)
        {
            largest = Math.Max(largest, high[k]);
            smallest = Math.Min(smallest, low[k]);
        }

        return largest > -smallest ? largest : smallest;
    }
}
