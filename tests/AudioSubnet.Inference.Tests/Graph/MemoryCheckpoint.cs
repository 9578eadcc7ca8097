using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Tests.Graph;

/// <summary>A checkpoint of arrays.</summary>
internal sealed class MemoryCheckpoint : ICheckpoint
{
    private readonly Dictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<GCHandle> _handles = [];

    public string Source => "memory.safetensors";

    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => _tensors;

    public MemoryCheckpoint Add(string name, float[] values, params long[] shape) => Add(name, TensorType.Float32, values, shape);

    public MemoryCheckpoint Add(string name, TensorType type, Array values, params long[] shape)
    {
        GCHandle handle = GCHandle.Alloc(values, GCHandleType.Pinned);
        _handles.Add(handle);
        _tensors[name] = new(name, type, shape, handle.AddrOfPinnedObject());
        return this;
    }

    public void Dispose()
    {
        foreach (GCHandle handle in _handles)
            handle.Free();
        _handles.Clear();
    }
}
