namespace AudioSubnet.Inference.Checkpoints;

/// <summary>What safetensors calls the element types.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, TensorType Type)[] Names =
    [
        ("F32", TensorType.Float32), ("F64", TensorType.Float64), ("F16", TensorType.Float16), ("BF16", TensorType.BFloat16), ("I64", TensorType.Int64),
        ("I32", TensorType.Int32), ("I16", TensorType.Int16), ("I8", TensorType.Int8), ("U8", TensorType.UInt8), ("BOOL", TensorType.Boolean),
    ];

    /// <summary>The type of that name; null if it is not supported.</summary>
    public static TensorType? Find(string name)
    {
        foreach (var (known, type) in Names)
            if (known == name)
                return type;
        return null;
    }

    /// <summary>The name of a type.</summary>
    public static string NameOf(TensorType type) => Names.First(pair => pair.Type == type).Name;
}
