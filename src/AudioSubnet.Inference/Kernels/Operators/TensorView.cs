namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>A tensor that the runtime owns, during one run.</summary>
/// <param name="data">Address of the first element.</param>
/// <param name="shape">Address of the lengths.</param>
/// <param name="rank">Number of axes.</param>
internal readonly unsafe ref struct TensorView(void* data, long* shape, int rank)
{
    /// <summary>Whether an optional input was given.</summary>
    public bool IsPresent => data is not null;

    /// <summary>Address of the first element, row-major.</summary>
    public void* Data => data;

    /// <summary>Lengths of the axes.</summary>
    public ReadOnlySpan<long> Shape => new(shape, rank);

    /// <summary>Number of elements.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long length in Shape)
                count *= length;
            return count;
        }
    }

    /// <summary>Length of an axis; negative axes count from the last.</summary>
    public int Length(int axis) => checked((int)Shape[axis < 0 ? axis + rank : axis]);
}
