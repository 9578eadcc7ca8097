namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>Checks a strided view and makes a tensor of it: in place if its elements follow each other, otherwise as a copy in which they do.</summary>
internal static unsafe class TorchTensorPlacer
{
    /// <summary>Most dimensions of a tensor.</summary>
    private const int MaxRank = 32;

    /// <summary>Makes the tensor.</summary>
    /// <param name="memory">The file.</param>
    /// <param name="name">The tensor's name.</param>
    /// <param name="view">The view; its storage has an address.</param>
    /// <exception cref="CheckpointException">The view leaves its storage, or its numbers are impossible.</exception>
    public static CheckpointTensor Place(CheckpointMemory memory, string name, TorchTensor view)
    {
        var (storage, offset, shape, strides) = view;
        string described = $"tensor '{name}' ([{string.Join(", ", shape.Take(MaxRank))}] at {offset} with strides [{string.Join(", ", strides.Take(MaxRank))}])";
        if (shape.Length != strides.Length || shape.Length > MaxRank || offset < 0 || Array.Exists(shape, length => length < 0) || Array.Exists(strides, stride => stride < 0))
            throw memory.Refuse($"{described} has an impossible shape, offset or strides");
        if (!TensorSize.TryBytes(storage.Type, shape, out long bytes))
            throw memory.Refuse($"{described} is larger than any memory");
        if (bytes > 0 && Last(view) >= storage.Count)
            throw memory.Refuse($"{described} reaches beyond the {storage.Count} elements of its storage");
        int size = CheckpointTensor.SizeOf(storage.Type);
        nint address = bytes == 0 ? storage.Address
            : IsContiguous(shape, strides) ? storage.Address + (nint)(offset * size)
            : Copy(memory, view, bytes, size);
        return new CheckpointTensor(name, storage.Type, shape, address, memory);
    }

    /// <summary>Index of the last element in the storage.</summary>
    private static Int128 Last(TorchTensor view)
    {
        Int128 last = view.Offset;
        for (int axis = 0; axis < view.Shape.Length; axis++)
            last += (Int128)(view.Shape[axis] - 1) * view.Strides[axis];
        return last;
    }

    private static bool IsContiguous(long[] shape, long[] strides)
    {
        long expected = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != expected)
                return false;
            expected *= shape[axis];
        }
        return true;
    }

    private static nint Copy(CheckpointMemory memory, TorchTensor view, long bytes, int size)
    {
        nint copy = memory.Allocate(bytes);
        byte* source = (byte*)view.Storage.Address, target = (byte*)copy;
        int inner = view.Shape.Length - 1; // a scalar is contiguous, so there is an axis
        var index = new long[view.Shape.Length];
        long at = view.Offset;
        while (true)
        {
            for (long i = 0; i < view.Shape[inner]; i++, target += size)
                CopyElement(source + (at + i * view.Strides[inner]) * size, target, size);
            int axis = inner - 1;
            for (; axis >= 0; axis--)
            {
                at += view.Strides[axis];
                if (++index[axis] < view.Shape[axis])
                    break;
                at -= view.Strides[axis] * view.Shape[axis];
                index[axis] = 0;
            }
            if (axis < 0)
                return copy;
        }
    }

    private static void CopyElement(byte* source, byte* target, int size)
    {
        switch (size)
        {
            case 8: *(long*)target = *(long*)source; break;
            case 4: *(int*)target = *(int*)source; break;
            case 2: *(short*)target = *(short*)source; break;
            default: *target = *source; break;
        }
    }
}
