using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Graph;

/// <summary>A large constant beside the graph: a view of a mapped file, or memory of its own for what had to be computed.</summary>
internal sealed class GraphWeight : IDisposable
{
    private readonly NativeBuffer? _memory;

    private GraphWeight(string name, TensorType type, long[] shape, nint address, NativeBuffer? memory)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Address = address;
        _memory = memory;
    }

    /// <summary>Name in the graph.</summary>
    public string Name { get; }

    /// <summary>Element type.</summary>
    public TensorType Type { get; }

    /// <summary>Lengths.</summary>
    public long[] Shape { get; }

    /// <summary>Address of the first element.</summary>
    public nint Address { get; }

    /// <summary>Whether it has memory of its own.</summary>
    public bool OwnsMemory => _memory is not null;

    /// <summary>Number of elements.</summary>
    public long ElementCount => CountOf(Shape);

    /// <summary>Size in bytes.</summary>
    public long ByteCount => checked(ElementCount * CheckpointTensor.SizeOf(Type));

    /// <summary>The elements of a float32 weight that has memory of its own, to be filled.</summary>
    public unsafe Span<float> Floats => new((void*)Address, checked((int)ElementCount));

    /// <summary>A view of memory that stays where it is for as long as the graph's sessions live.</summary>
    public static GraphWeight View(string name, TensorType type, long[] shape, nint address) => new(name, type, shape, address, null);

    /// <summary>Memory of its own, not yet filled.</summary>
    public static GraphWeight Allocate(string name, TensorType type, long[] shape)
    {
        NativeBuffer memory = new(checked(CountOf(shape) * CheckpointTensor.SizeOf(type)));
        return new(name, type, shape, memory.Address, memory);
    }

    /// <summary>The same memory in another shape; this weight must live as long.</summary>
    public GraphWeight Reshape(string name, long[] shape) => View(name, Type, shape, Address);

    /// <summary>A tensor for the runtime over the same memory.</summary>
    public NativeTensor ToNative() => NativeTensor.View(Address, ByteCount, Shape, OnnxTypes.ToProto(Type));

    /// <summary>Frees memory of its own.</summary>
    public void Dispose() => _memory?.Dispose();

    private static long CountOf(long[] shape) => shape.Aggregate(1L, static (product, length) => checked(product * length));
}
