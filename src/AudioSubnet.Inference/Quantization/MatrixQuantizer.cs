using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Quantization;

/// <summary>Quantises whole matrices of a checkpoint on all cores.</summary>
internal static unsafe class MatrixQuantizer
{
    /// <summary>Quantises a matrix [rows, width].</summary>
    /// <param name="matrix">Of any floating type.</param>
    /// <param name="layout">Where the parts go.</param>
    /// <param name="destination">Address of <see cref="QuantizedLayout.TotalBytes"/> bytes.</param>
    public static void Quantize(CheckpointTensor matrix, QuantizedLayout layout, nint destination) =>
        Parallel.For(0, layout.Rows, () => new float[layout.Width], (row, _, buffer) =>
        {
            Row(matrix, row, buffer);
            BlockQuantizer.Quantize(
                buffer,
                new Span<byte>((byte*)destination + (long)row * layout.RowBytes, layout.RowBytes),
                new Span<float>((float*)((byte*)destination + layout.PackedBytes) + (long)row * layout.Blocks, layout.Blocks),
                layout.Bits);
            return buffer;
        }, static _ => { });

    private static void Row(CheckpointTensor matrix, int row, float[] buffer)
    {
        int width = buffer.Length, elementSize = CheckpointTensor.SizeOf(matrix.Type);
        nint address = matrix.Address + (nint)((long)row * width * elementSize);
        new CheckpointTensor(matrix.Name, matrix.Type, [width], address, matrix).CopyTo(buffer);
    }
}
