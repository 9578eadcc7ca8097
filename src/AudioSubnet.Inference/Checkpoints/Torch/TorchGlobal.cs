namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>
/// A name that a pickle may mention. There is no way to call anything: each known name stands for a piece of data, and every other name is refused.
/// </summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">Its full name in Python.</param>
/// <param name="Type">The element type of a storage class.</param>
internal sealed record TorchGlobal(TorchGlobalKind Kind, string Name, TensorType Type = default)
{
    private static readonly Dictionary<string, TorchGlobal> Known = new TorchGlobal[]
    {
        new(TorchGlobalKind.Dictionary, "collections.OrderedDict"),
        new(TorchGlobalKind.Tensor, "torch._utils._rebuild_tensor_v2"),
        new(TorchGlobalKind.Tensor, "torch._utils._rebuild_tensor"),
        new(TorchGlobalKind.Parameter, "torch._utils._rebuild_parameter"),
        new(TorchGlobalKind.Size, "torch.Size"),
        new(TorchGlobalKind.Storage, "torch.FloatStorage", TensorType.Float32),
        new(TorchGlobalKind.Storage, "torch.DoubleStorage", TensorType.Float64),
        new(TorchGlobalKind.Storage, "torch.HalfStorage", TensorType.Float16),
        new(TorchGlobalKind.Storage, "torch.BFloat16Storage", TensorType.BFloat16),
        new(TorchGlobalKind.Storage, "torch.LongStorage", TensorType.Int64),
        new(TorchGlobalKind.Storage, "torch.IntStorage", TensorType.Int32),
        new(TorchGlobalKind.Storage, "torch.ShortStorage", TensorType.Int16),
        new(TorchGlobalKind.Storage, "torch.CharStorage", TensorType.Int8),
        new(TorchGlobalKind.Storage, "torch.ByteStorage", TensorType.UInt8),
        new(TorchGlobalKind.Storage, "torch.BoolStorage", TensorType.Boolean),
        new(TorchGlobalKind.ElementType, "torch.float32"), new(TorchGlobalKind.ElementType, "torch.float64"), new(TorchGlobalKind.ElementType, "torch.float16"),
        new(TorchGlobalKind.ElementType, "torch.bfloat16"), new(TorchGlobalKind.ElementType, "torch.int64"), new(TorchGlobalKind.ElementType, "torch.int32"),
        new(TorchGlobalKind.ElementType, "torch.int16"), new(TorchGlobalKind.ElementType, "torch.int8"), new(TorchGlobalKind.ElementType, "torch.uint8"),
        new(TorchGlobalKind.ElementType, "torch.bool"),
    }.ToDictionary(known => known.Name, StringComparer.Ordinal);

    /// <summary>The known thing of that full name; null if it is not known.</summary>
    public static TorchGlobal? Find(string name) => Known.GetValueOrDefault(name);
}
