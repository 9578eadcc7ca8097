using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>
/// Weights of 4 bits times inputs of 8 bits, summed as integers within a block of 32 inputs: products of a code of 0 to 15 and one of -127 to 127 still fit 16 bits when
/// 16 of them are added, so that two operations of the processor multiply and add 64 weights.
/// </summary>
internal static unsafe class FourBitProduct
{
    /// <summary>The kernels for 1, 2, 4 and 8 rows at once.</summary>
    public static PanelKernels Kernels => new(&Rows1, &Rows2, &Rows4, &Rows8);

    /// <summary>Four inputs, for every output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<sbyte> Inputs(byte* x) => Vector512.Create(*(int*)x).AsSByte();

    /// <summary>The sums of a block, without the weights' scales.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Numbers(Vector512<short> sums, Vector512<short> ones, byte* x) =>
        Avx512F.ConvertToVector512Single(Avx512BW.MultiplyAddAdjacent(sums, ones) + Vector512.Create(*(int*)(x + ByteBlock.CorrectionOffset)))
            * Vector512.Create(*(float*)(x + ByteBlock.ScaleOffset));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(byte* weights, ushort* scales, int blocks, byte* x, nint stride, Vector512<float>* sums)
    {
        byte* x0 = x;
        Vector512<float> t0 = default;
        Vector512<byte> mask = Vector512.Create((byte)15);
        Vector512<short> ones = Vector512.Create((short)1);
        for (int i = 0; i < blocks; i++)
        {
            Vector512<short> a0 = default;
            for (int input = 0; input < BlockQuantizer.BlockSize; input += 8)
            {
                Vector512<byte> word = Vector512.Load(weights), low = word & mask, high = Vector512.ShiftRightLogical(word.AsUInt32(), 4).AsByte() & mask;
                a0 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x0 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x0 + input + 4));
                weights += 64;
            }

            Vector512<float> scale = PanelScales.Load(scales);
            t0 = Avx512F.FusedMultiplyAdd(Numbers(a0, ones, x0), scale, t0);
            scales += 16;
            x0 += sizeof(ByteBlock);
        }

        sums[0] = t0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows2(byte* weights, ushort* scales, int blocks, byte* x, nint stride, Vector512<float>* sums)
    {
        byte* x0 = x, x1 = x + stride;
        Vector512<float> t0 = default, t1 = default;
        Vector512<byte> mask = Vector512.Create((byte)15);
        Vector512<short> ones = Vector512.Create((short)1);
        for (int i = 0; i < blocks; i++)
        {
            Vector512<short> a0 = default, a1 = default;
            for (int input = 0; input < BlockQuantizer.BlockSize; input += 8)
            {
                Vector512<byte> word = Vector512.Load(weights), low = word & mask, high = Vector512.ShiftRightLogical(word.AsUInt32(), 4).AsByte() & mask;
                a0 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x0 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x0 + input + 4));
                a1 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x1 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x1 + input + 4));
                weights += 64;
            }

            Vector512<float> scale = PanelScales.Load(scales);
            t0 = Avx512F.FusedMultiplyAdd(Numbers(a0, ones, x0), scale, t0);
            t1 = Avx512F.FusedMultiplyAdd(Numbers(a1, ones, x1), scale, t1);
            scales += 16;
            x0 += sizeof(ByteBlock);
            x1 += sizeof(ByteBlock);
        }

        sums[0] = t0;
        sums[1] = t1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(byte* weights, ushort* scales, int blocks, byte* x, nint stride, Vector512<float>* sums)
    {
        byte* x0 = x, x1 = x + stride, x2 = x + 2 * stride, x3 = x + 3 * stride;
        Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default;
        Vector512<byte> mask = Vector512.Create((byte)15);
        Vector512<short> ones = Vector512.Create((short)1);
        for (int i = 0; i < blocks; i++)
        {
            Vector512<short> a0 = default, a1 = default, a2 = default, a3 = default;
            for (int input = 0; input < BlockQuantizer.BlockSize; input += 8)
            {
                Vector512<byte> word = Vector512.Load(weights), low = word & mask, high = Vector512.ShiftRightLogical(word.AsUInt32(), 4).AsByte() & mask;
                a0 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x0 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x0 + input + 4));
                a1 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x1 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x1 + input + 4));
                a2 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x2 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x2 + input + 4));
                a3 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x3 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x3 + input + 4));
                weights += 64;
            }

            Vector512<float> scale = PanelScales.Load(scales);
            t0 = Avx512F.FusedMultiplyAdd(Numbers(a0, ones, x0), scale, t0);
            t1 = Avx512F.FusedMultiplyAdd(Numbers(a1, ones, x1), scale, t1);
            t2 = Avx512F.FusedMultiplyAdd(Numbers(a2, ones, x2), scale, t2);
            t3 = Avx512F.FusedMultiplyAdd(Numbers(a3, ones, x3), scale, t3);
            scales += 16;
            x0 += sizeof(ByteBlock);
            x1 += sizeof(ByteBlock);
            x2 += sizeof(ByteBlock);
            x3 += sizeof(ByteBlock);
        }

        sums[0] = t0;
        sums[1] = t1;
        sums[2] = t2;
        sums[3] = t3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(byte* weights, ushort* scales, int blocks, byte* x, nint stride, Vector512<float>* sums)
    {
        byte* x0 = x, x1 = x + stride, x2 = x + 2 * stride, x3 = x + 3 * stride, x4 = x + 4 * stride, x5 = x + 5 * stride, x6 = x + 6 * stride, x7 = x + 7 * stride;
        Vector512<float> t0 = default, t1 = default, t2 = default, t3 = default, t4 = default, t5 = default, t6 = default, t7 = default;
        Vector512<byte> mask = Vector512.Create((byte)15);
        Vector512<short> ones = Vector512.Create((short)1);
        for (int i = 0; i < blocks; i++)
        {
            Vector512<short> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
            for (int input = 0; input < BlockQuantizer.BlockSize; input += 8)
            {
                Vector512<byte> word = Vector512.Load(weights), low = word & mask, high = Vector512.ShiftRightLogical(word.AsUInt32(), 4).AsByte() & mask;
                a0 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x0 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x0 + input + 4));
                a1 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x1 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x1 + input + 4));
                a2 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x2 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x2 + input + 4));
                a3 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x3 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x3 + input + 4));
                a4 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x4 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x4 + input + 4));
                a5 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x5 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x5 + input + 4));
                a6 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x6 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x6 + input + 4));
                a7 += Avx512BW.MultiplyAddAdjacent(low, Inputs(x7 + input)) + Avx512BW.MultiplyAddAdjacent(high, Inputs(x7 + input + 4));
                weights += 64;
            }

            Vector512<float> scale = PanelScales.Load(scales);
            t0 = Avx512F.FusedMultiplyAdd(Numbers(a0, ones, x0), scale, t0);
            t1 = Avx512F.FusedMultiplyAdd(Numbers(a1, ones, x1), scale, t1);
            t2 = Avx512F.FusedMultiplyAdd(Numbers(a2, ones, x2), scale, t2);
            t3 = Avx512F.FusedMultiplyAdd(Numbers(a3, ones, x3), scale, t3);
            t4 = Avx512F.FusedMultiplyAdd(Numbers(a4, ones, x4), scale, t4);
            t5 = Avx512F.FusedMultiplyAdd(Numbers(a5, ones, x5), scale, t5);
            t6 = Avx512F.FusedMultiplyAdd(Numbers(a6, ones, x6), scale, t6);
            t7 = Avx512F.FusedMultiplyAdd(Numbers(a7, ones, x7), scale, t7);
            scales += 16;
            x0 += sizeof(ByteBlock);
            x1 += sizeof(ByteBlock);
            x2 += sizeof(ByteBlock);
            x3 += sizeof(ByteBlock);
            x4 += sizeof(ByteBlock);
            x5 += sizeof(ByteBlock);
            x6 += sizeof(ByteBlock);
            x7 += sizeof(ByteBlock);
        }

        sums[0] = t0;
        sums[1] = t1;
        sums[2] = t2;
        sums[3] = t3;
        sums[4] = t4;
        sums[5] = t5;
        sums[6] = t6;
        sums[7] = t7;
    }
}
