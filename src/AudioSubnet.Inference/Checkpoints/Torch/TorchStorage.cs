namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>A flat array that tensors are views of; several may share it.</summary>
/// <param name="key">Its name in the file.</param>
/// <param name="type">Element type.</param>
/// <param name="count">Number of elements.</param>
internal sealed class TorchStorage(string key, TensorType type, long count)
{
    public string Key { get; } = key;

    public TensorType Type { get; } = type;

    public long Count { get; } = count;

    /// <summary>Address of the first element, aligned for the type; 0 until its place in the file is known.</summary>
    public nint Address { get; set; }
}
