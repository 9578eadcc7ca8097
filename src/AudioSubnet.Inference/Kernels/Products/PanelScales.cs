using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Products;

/// <summary>Scales as panels keep them.</summary>
internal static unsafe class PanelScales
{
    /// <summary>16 numbers from their bfloat16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ushort* scales) => Avx512F.ShiftLeftLogical(Avx512F.ConvertToVector512UInt32(Vector256.Load(scales)), 16).AsSingle();
}
