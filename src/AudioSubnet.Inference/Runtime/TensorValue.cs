using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// A tensor in memory: what a run reads and returns. Over a managed array it shares the array, so that writing to the array changes the tensor; otherwise the
/// memory is native and belongs to this object. Not thread-safe for writing.
/// </summary>
public sealed class TensorValue : IDisposable
{
    private readonly long[] _shape;

    internal TensorValue(OrtValue value)
    {
        Value = value;
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        Type = OnnxTypes.FromRuntime(info.ElementDataType);
        _shape = info.Shape;
    }

    private TensorValue(OrtValue value, TensorType type, long[] shape)
    {
        Value = value;
        Type = type;
        _shape = shape;
    }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths, outermost first.</summary>
    public IReadOnlyList<long> Shape => _shape;

    /// <summary>The elements of a float32 tensor.</summary>
    /// <exception cref="InvalidOperationException">It has another type.</exception>
    public Span<float> Floats => AsSpan<float>(TensorType.Float32);

    /// <summary>The elements of an int64 tensor.</summary>
    /// <exception cref="InvalidOperationException">It has another type.</exception>
    public Span<long> Longs => AsSpan<long>(TensorType.Int64);

    /// <summary>The elements of an int32 tensor.</summary>
    /// <exception cref="InvalidOperationException">It has another type.</exception>
    public Span<int> Ints => AsSpan<int>(TensorType.Int32);

    /// <summary>Product of the lengths.</summary>
    public long ElementCount => _shape.Aggregate(1L, static (product, length) => product * length);

    internal OrtValue Value { get; }

    /// <summary>A tensor over an array, which it shares.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    /// <exception cref="ArgumentException">The shape needs another number of elements.</exception>
    public static TensorValue From(float[] values, params ReadOnlySpan<long> shape) => Over(values, TensorType.Float32, shape);

    /// <summary>A tensor over an array, which it shares.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    /// <exception cref="ArgumentException">The shape needs another number of elements.</exception>
    public static TensorValue From(long[] values, params ReadOnlySpan<long> shape) => Over(values, TensorType.Int64, shape);

    /// <summary>A tensor over an array, which it shares.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    /// <exception cref="ArgumentException">The shape needs another number of elements.</exception>
    public static TensorValue From(int[] values, params ReadOnlySpan<long> shape) => Over(values, TensorType.Int32, shape);

    /// <summary>A tensor over an array, which it shares.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    /// <exception cref="ArgumentException">The shape needs another number of elements.</exception>
    public static TensorValue From(bool[] values, params ReadOnlySpan<long> shape) => Over(values, TensorType.Boolean, shape);

    /// <summary>A scalar.</summary>
    public static TensorValue Scalar(float value) => new(OrtValue.CreateTensorValueFromMemory([value], []), TensorType.Float32, []);

    /// <summary>A scalar.</summary>
    public static TensorValue Scalar(long value) => new(OrtValue.CreateTensorValueFromMemory([value], []), TensorType.Int64, []);

    /// <summary>A tensor of zeros in native memory.</summary>
    public static TensorValue Zeros(TensorType type, params ReadOnlySpan<long> shape)
    {
        _ = InferenceEnvironment.Instance;
        long[] lengths = shape.ToArray();
        TensorValue value = new(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, OnnxTypes.ToRuntime(type), lengths), type, lengths);
        value.Value.GetTensorMutableRawData().Clear();
        return value;
    }

    /// <summary>Frees native memory; an array that is shared stays with its owner.</summary>
    public void Dispose() => Value.Dispose();

    /// <inheritdoc/>
    public override string ToString() => $"{Type} [{string.Join(", ", _shape)}]";

    /// <summary>A tensor over native memory of someone else, which must outlive it.</summary>
    internal static TensorValue Over(nint address, TensorType type, params ReadOnlySpan<long> shape)
    {
        _ = InferenceEnvironment.Instance;
        long[] lengths = shape.ToArray();
        long bytes = lengths.Aggregate((long)CheckpointTensor.SizeOf(type), static (product, length) => checked(product * length));
        return new(OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, OnnxTypes.ToRuntime(type), lengths, address, bytes), type, lengths);
    }

    private static TensorValue Over<T>(T[] values, TensorType type, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        _ = InferenceEnvironment.Instance;
        long[] lengths = shape.IsEmpty ? [values.Length] : shape.ToArray();
        long count = 1;
        foreach (long length in lengths)
            count = checked(count * length);
        if (count != values.Length)
            throw new ArgumentException($"{values.Length} values do not fill the shape [{string.Join(", ", lengths)}].", nameof(shape));
        return new(OrtValue.CreateTensorValueFromMemory(values, lengths), type, lengths);
    }

    private Span<T> AsSpan<T>(TensorType type)
        where T : unmanaged =>
        Type == type ? Value.GetTensorMutableDataAsSpan<T>() : throw new InvalidOperationException($"The tensor holds {Type}, not {type}.");
}
