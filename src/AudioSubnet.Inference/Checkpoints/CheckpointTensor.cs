using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// A tensor of a checkpoint: a view of memory (usually of a mapped file), contiguous and row-major. Valid as long as its checkpoint is not disposed.
/// </summary>
public sealed unsafe class CheckpointTensor
{
    private readonly byte* _data;
    private readonly object? _owner;

    /// <summary>A view of memory that the checkpoint keeps in place.</summary>
    /// <param name="name">Name in the checkpoint.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Lengths, outermost first; empty for a scalar.</param>
    /// <param name="data">Address of the first element.</param>
    /// <param name="owner">What the memory belongs to; it is not collected while the tensor is in use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative.</exception>
    /// <exception cref="OverflowException">The size does not fit 63 bits.</exception>
    internal CheckpointTensor(string name, TensorType type, IReadOnlyList<long> shape, nint data, object? owner = null)
    {
        Name = name;
        Type = type;
        Shape = shape;
        _data = (byte*)data;
        _owner = owner;
        ElementCount = 1;
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            ElementCount = checked(ElementCount * length);
        }
    }

    /// <summary>Name in the checkpoint.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Product of the lengths.</summary>
    public long ElementCount { get; }

    /// <summary>Size in bytes.</summary>
    public long ByteCount => checked(ElementCount * SizeOf(Type));

    /// <summary>Address of the first element.</summary>
    public nint Address => (nint)_data;

    /// <summary>The bytes, little-endian.</summary>
    /// <exception cref="OverflowException">More than 2 GiB: use <see cref="Address"/>.</exception>
    public ReadOnlySpan<byte> Bytes => new(_data, checked((int)ByteCount));

    /// <summary>A part of the bytes.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="length">Number of bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the tensor.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, ByteCount - length);
        return new ReadOnlySpan<byte>(_data + offset, length);
    }

    /// <summary>Size of an element in bytes.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 => 8,
        TensorType.Float32 or TensorType.Int32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 => 2,
        TensorType.Int8 or TensorType.UInt8 or TensorType.Boolean => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Writes the elements as binary32 values; integers and booleans become their values.</summary>
    /// <param name="destination">At least <see cref="ElementCount"/> values.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length < ElementCount)
            throw new ArgumentException($"'{Name}' has {ElementCount} elements, the destination holds {destination.Length}.", nameof(destination));
        int count = (int)ElementCount;
        switch (Type)
        {
            case TensorType.Float32: new ReadOnlySpan<float>(_data, count).CopyTo(destination); break;
            case TensorType.BFloat16: WidenBFloat16(new(_data, count), destination); break;
            case TensorType.Float16: Convert<Half>(count, destination, static value => (float)value); break;
            case TensorType.Float64: Convert<double>(count, destination, static value => (float)value); break;
            case TensorType.Int64: Convert<long>(count, destination, static value => value); break;
            case TensorType.Int32: Convert<int>(count, destination, static value => value); break;
            case TensorType.Int16: Convert<short>(count, destination, static value => value); break;
            case TensorType.Int8: Convert<sbyte>(count, destination, static value => value); break;
            default: Convert<byte>(count, destination, static value => value); break;
        }
    }

    /// <summary>The elements as binary32 values, row-major.</summary>
    public float[] ToFloats()
    {
        float[] values = GC.AllocateUninitializedArray<float>(checked((int)ElementCount));
        CopyTo(values);
        return values;
    }

    /// <summary>The elements of an integer or boolean tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds floating-point numbers.</exception>
    public long[] ToInt64s()
    {
        long[] values = new long[checked((int)ElementCount)];
        for (int i = 0; i < values.Length; i++)
            values[i] = Type switch
            {
                TensorType.Int64 => ((long*)_data)[i],
                TensorType.Int32 => ((int*)_data)[i],
                TensorType.Int16 => ((short*)_data)[i],
                TensorType.Int8 => ((sbyte*)_data)[i],
                TensorType.UInt8 or TensorType.Boolean => _data[i],
                _ => throw new InvalidOperationException($"'{Name}' holds {Type}, not integers."),
            };
        return values;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type} [{string.Join(", ", Shape)}]";

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        for (int i = 0; i < source.Length; i++)
            bits[i] = (uint)source[i] << 16;
    }

    private void Convert<T>(int count, Span<float> destination, Func<T, float> convert)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = new(_data, count);
        for (int i = 0; i < count; i++)
            destination[i] = convert(source[i]);
    }
}
