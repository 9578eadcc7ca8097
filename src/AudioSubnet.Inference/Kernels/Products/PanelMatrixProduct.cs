using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>Panels of quantised weights times many rows: the weights of some inputs and two panels become numbers once, and all rows are multiplied with them.</summary>
internal static unsafe class PanelMatrixProduct
{
    // 128 inputs by 32 outputs are 16 kB: they stay in the first cache, together with the inputs of 12 rows.
    private const int BlocksAtOnce = 4, InputsAtOnce = BlocksAtOnce * BlockQuantizer.BlockSize;

    /// <summary>Computes the outputs of some panels for all rows.</summary>
    [SkipLocalsInit]
    public static void Run<T>(LinearWork* work, int first, int end)
        where T : IPanelWeights
    {
        int tiles = (work->Rows + TileProduct.Rows - 1) / TileProduct.Rows;
        nuint sumCount = (nuint)tiles * TileProduct.Rows * TileProduct.Columns;
        float* weights = stackalloc float[InputsAtOnce * TileProduct.Columns];
        float** rows = stackalloc float*[TileProduct.Rows];
        float* sums = (float*)NativeMemory.AlignedAlloc(sumCount * sizeof(float), 64);
        try
        {
            for (int panel = first; panel < end; panel += 2)
            {
                // A last panel without neighbour is taken twice; the second results are not written.
                int right = Math.Min(panel + 1, end - 1);
                NativeMemory.Clear(sums, sumCount * sizeof(float));
                for (int block = 0; block < work->Layout.Blocks; block += BlocksAtOnce)
                {
                    int blocks = Math.Min(BlocksAtOnce, work->Layout.Blocks - block);
                    Widen<T>(work->Panel<T>(panel), block, blocks, weights);
                    Widen<T>(work->Panel<T>(right), block, blocks, weights + QuantizedLayout.PanelRows);
                    for (int tile = 0; tile < tiles; tile++)
                    {
                        for (int i = 0; i < TileProduct.Rows; i++)
                            rows[i] = work->X + Math.Min(tile * TileProduct.Rows + i, work->Rows - 1) * work->Stride + block * BlockQuantizer.BlockSize;
                        TileProduct.Add(rows, weights, blocks * BlockQuantizer.BlockSize, sums + (nint)tile * TileProduct.Rows * TileProduct.Columns);
                    }
                }

                for (int row = 0; row < work->Rows; row++)
                {
                    float* source = sums + (nint)row * TileProduct.Columns;
                    work->Store(row, panel, Vector512.Load(source));
                    if (right != panel)
                        work->Store(row, right, Vector512.Load(source + QuantizedLayout.PanelRows));
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(sums);
        }
    }

    /// <summary>The numbers of some blocks, [inputs, 32], with their scales.</summary>
    private static void Widen<T>(PanelView panel, int first, int blocks, float* weights)
        where T : IPanelWeights
    {
        for (int i = 0; i < blocks; i++)
        {
            byte* block = panel.Weights + (nint)(first + i) * T.BlockBytes;
            Vector512<float> scale = PanelVectorProduct.Scale(panel.Scales + (nint)(first + i) * QuantizedLayout.PanelRows);
            for (int word = 0; word < 4; word++)
            {
                Vector512<uint> bits = T.Word(block, word);
                float* target = weights + (i * BlockQuantizer.BlockSize + word * 8) * TileProduct.Columns;
                (T.Weight(block, bits, word, 0) * scale).Store(target);
                (T.Weight(block, bits, word, 1) * scale).Store(target + TileProduct.Columns);
                (T.Weight(block, bits, word, 2) * scale).Store(target + 2 * TileProduct.Columns);
                (T.Weight(block, bits, word, 3) * scale).Store(target + 3 * TileProduct.Columns);
                (T.Weight(block, bits, word, 4) * scale).Store(target + 4 * TileProduct.Columns);
                (T.Weight(block, bits, word, 5) * scale).Store(target + 5 * TileProduct.Columns);
                (T.Weight(block, bits, word, 6) * scale).Store(target + 6 * TileProduct.Columns);
                (T.Weight(block, bits, word, 7) * scale).Store(target + 7 * TileProduct.Columns);
            }
        }
    }
}
