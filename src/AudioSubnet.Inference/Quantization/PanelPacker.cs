namespace AudioSubnet.Inference.Quantization;

/// <summary>
/// Quantises panels of 16 outputs for our own kernels, which read a panel from its beginning to its end: a vector register holds the 16 outputs, and one input after
/// another is multiplied with it.
/// </summary>
/// <remarks>
/// Weights [panel, block of 32 inputs]: in 8 bits [input / 2, output, 2] as signed bytes; in 4 bits [input / 8, output] as words of four bytes, the lower halves of which are the first four
/// inputs and the upper halves the other four, each code 8 above its value. Scales [panel, block, output] as bfloat16: the codes are rounded anew with the scale that is kept, so its
/// coarseness costs nothing.
/// </remarks>
internal static unsafe class PanelPacker
{
    private const int PanelRows = QuantizedLayout.PanelRows, BlockSize = BlockQuantizer.BlockSize, InputsOfWord = 8;

    /// <summary>Quantises a panel.</summary>
    /// <param name="rows">[16, blocks · 32], zero where the matrix ends.</param>
    /// <param name="layout">Sizes.</param>
    /// <param name="packed">Where the panel's weights go.</param>
    /// <param name="scales">Where its scales go.</param>
    public static void Pack(ReadOnlySpan<float> rows, QuantizedLayout layout, byte* packed, ushort* scales)
    {
        int width = layout.Blocks * BlockSize, blockBytes = PanelRows * BlockQuantizer.BlockBytes(layout.Bits);
        Span<int> codes = stackalloc int[BlockSize];
        for (int block = 0; block < layout.Blocks; block++)
        {
            byte* target = packed + (long)block * blockBytes;
            new Span<byte>(target, blockBytes).Clear();
            for (int row = 0; row < PanelRows; row++)
            {
                ReadOnlySpan<float> weights = rows.Slice(row * width + block * BlockSize, BlockSize);
                ushort scale = ToBFloat16(BlockQuantizer.QuantizeBlock(weights, codes, layout.Bits));
                BlockQuantizer.QuantizeBlock(weights, codes, layout.Bits, FromBFloat16(scale));
                scales[block * PanelRows + row] = scale;
                if (layout.Bits == 8)
                    for (int input = 0; input < BlockSize; input++)
                        target[PlaceOf(input, row)] = (byte)(sbyte)codes[input];
                else
                    for (int input = 0; input < BlockSize; input++)
                        ((uint*)target)[input / InputsOfWord * PanelRows + row] |= (uint)(codes[input] + 8) << ShiftOf(input);
            }
        }
    }

    /// <summary>The weight that a panel stands for at a place.</summary>
    public static float Unpack(QuantizedLayout layout, byte* packed, ushort* scales, int row, int input)
    {
        int panel = row / PanelRows, lane = row % PanelRows, block = input / BlockSize, inBlock = input % BlockSize;
        long index = (long)panel * layout.Blocks + block;
        byte* source = packed + index * PanelRows * BlockQuantizer.BlockBytes(layout.Bits);
        int code = layout.Bits == 8
            ? (sbyte)source[PlaceOf(inBlock, lane)]
            : (int)((((uint*)source)[inBlock / InputsOfWord * PanelRows + lane] >> ShiftOf(inBlock)) & 15) - 8;
        return FromBFloat16(scales[index * PanelRows + lane]) * code;
    }

    /// <summary>Where the byte of an input and an output lies in its block.</summary>
    private static int PlaceOf(int input, int row) => (input / 2 * PanelRows + row) * 2 + input % 2;

    /// <summary>Where the code of an input begins in its word.</summary>
    private static int ShiftOf(int input) => input % 4 * 8 + input % InputsOfWord / 4 * 4;

    /// <summary>The nearest number that has the upper half of a float32 only.</summary>
    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static float FromBFloat16(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);
}
