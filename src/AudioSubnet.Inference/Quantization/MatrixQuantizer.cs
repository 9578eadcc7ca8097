using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Quantization;

/// <summary>Quantises whole matrices of a checkpoint on all cores.</summary>
internal static unsafe class MatrixQuantizer
{
    /// <summary>Quantises a matrix [rows, width].</summary>
    /// <param name="matrix">Of any floating type.</param>
    /// <param name="layout">Where the parts go.</param>
    /// <param name="destination">Address of <see cref="QuantizedLayout.TotalBytes"/> bytes.</param>
    public static void Quantize(CheckpointTensor matrix, QuantizedLayout layout, nint destination)
    {
        if (layout.InPanels)
            QuantizePanels(matrix, layout, destination);
        else
            QuantizeRows(matrix, layout, destination);
    }

    private static void QuantizeRows(CheckpointTensor matrix, QuantizedLayout layout, nint destination) =>
        Parallel.For(0, layout.Rows, () => new float[layout.Width], (row, _, buffer) =>
        {
            Row(matrix, layout, row, buffer);
            BlockQuantizer.Quantize(
                buffer,
                new Span<byte>((byte*)destination + (long)row * layout.RowBytes, layout.RowBytes),
                new Span<float>((float*)((byte*)destination + layout.PackedBytes) + (long)row * layout.Blocks, layout.Blocks),
                layout.Bits);
            return buffer;
        }, static _ => { });

    private static void QuantizePanels(CheckpointTensor matrix, QuantizedLayout layout, nint destination)
    {
        const int PanelRows = QuantizedLayout.PanelRows;
        int width = layout.Blocks * BlockQuantizer.BlockSize;
        Parallel.For(0, layout.Panels, () => new float[PanelRows * width], (panel, _, buffer) =>
        {
            buffer.AsSpan().Clear();
            for (int row = panel * PanelRows; row < Math.Min(layout.Rows, (panel + 1) * PanelRows); row++)
                Row(matrix, layout, row, buffer.AsSpan(row % PanelRows * width, layout.Width));
            PanelPacker.Pack(
                buffer, layout,
                (byte*)destination + (long)panel * PanelRows * layout.RowBytes,
                (ushort*)((byte*)destination + layout.PackedBytes) + (long)panel * PanelRows * layout.Blocks);
            return buffer;
        }, static _ => { });
    }

    private static void Row(CheckpointTensor matrix, QuantizedLayout layout, int row, Span<float> buffer)
    {
        nint address = matrix.Address + (nint)((long)row * layout.Width * CheckpointTensor.SizeOf(matrix.Type));
        new CheckpointTensor(matrix.Name, matrix.Type, [layout.Width], address, matrix).CopyTo(buffer);
    }
}
