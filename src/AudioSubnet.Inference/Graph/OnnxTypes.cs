using AudioSubnet.Inference.Checkpoints;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AudioSubnet.Inference.Graph;

/// <summary>Our element types as ONNX numbers them (TensorProto.DataType).</summary>
internal static class OnnxTypes
{
    public static TensorElementType ToRuntime(TensorType type) => type switch
    {
        TensorType.Float32 => TensorElementType.Float,
        TensorType.Float64 => TensorElementType.Double,
        TensorType.Float16 => TensorElementType.Float16,
        TensorType.BFloat16 => TensorElementType.BFloat16,
        TensorType.Int64 => TensorElementType.Int64,
        TensorType.Int32 => TensorElementType.Int32,
        TensorType.Int16 => TensorElementType.Int16,
        TensorType.Int8 => TensorElementType.Int8,
        TensorType.UInt8 => TensorElementType.UInt8,
        TensorType.Boolean => TensorElementType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static TensorType FromRuntime(TensorElementType type) => type switch
    {
        TensorElementType.Float => TensorType.Float32,
        TensorElementType.Double => TensorType.Float64,
        TensorElementType.Float16 => TensorType.Float16,
        TensorElementType.BFloat16 => TensorType.BFloat16,
        TensorElementType.Int64 => TensorType.Int64,
        TensorElementType.Int32 => TensorType.Int32,
        TensorElementType.Int16 => TensorType.Int16,
        TensorElementType.Int8 => TensorType.Int8,
        TensorElementType.UInt8 => TensorType.UInt8,
        TensorElementType.Bool => TensorType.Boolean,
        _ => throw new NotSupportedException($"Tensors of {type} are not supported."),
    };

    /// <summary>The number in TensorProto.DataType; the runtime's enumeration uses the same.</summary>
    public static int ToProto(TensorType type) => (int)ToRuntime(type);
}
