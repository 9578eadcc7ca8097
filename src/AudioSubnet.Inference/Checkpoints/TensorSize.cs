namespace AudioSubnet.Inference.Checkpoints;

/// <summary>Sizes of tensors, computed so that hostile shapes cannot overflow.</summary>
internal static class TensorSize
{
    /// <summary>The product of the lengths.</summary>
    /// <returns>False if a length is negative or the product does not fit.</returns>
    public static bool TryCount(IReadOnlyList<long> shape, out long count)
    {
        count = shape.Contains(0) ? 0 : 1;
        foreach (long length in shape)
        {
            if (length < 0 || Math.BigMul(count, length, out long low) != 0 || low < 0)
                return false;
            count = low;
        }
        return true;
    }

    /// <summary>The size of a tensor in bytes.</summary>
    /// <returns>False if a length is negative or the size does not fit.</returns>
    public static bool TryBytes(TensorType type, IReadOnlyList<long> shape, out long bytes)
    {
        bytes = 0;
        int size = CheckpointTensor.SizeOf(type);
        if (!TryCount(shape, out long count) || count > long.MaxValue / size)
            return false;
        bytes = count * size;
        return true;
    }
}
