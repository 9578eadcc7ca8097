using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>Keys and values as integers from -127 to 127; the greatest number of each key and of each value becomes ±127.</summary>
internal readonly unsafe struct RememberedBytes : IRememberedElement
{
    private const float Greatest = 127;

    public static int Bytes => sizeof(sbyte);

    public static bool IsRounded => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* address) => Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(Vector128.Load((sbyte*)address)));

    public static float Store(float* source, int count, byte* destination, int step)
    {
        Vector512<float> most = Vector512<float>.Zero;
        for (int i = 0; i < count; i += Vector512<float>.Count)
            most = Vector512.Max(most, Vector512.Abs(Vector512.Load(source + i)));
        float scale = Lanes.Max(most) / Greatest;
        // Where all numbers are zero, or so small that the factor's inverse would not be finite, zeros stand for them.
        Vector512<float> inverse = Vector512.Create(float.IsFinite(1 / scale) ? 1 / scale : 0);
        sbyte* rounded = stackalloc sbyte[Vector128<sbyte>.Count];
        for (int i = 0; i < count; i += Vector512<float>.Count)
        {
            // Rounds to nearest.
            Vector128<sbyte> integers = Avx512F.ConvertToVector128SByteWithSaturation(Avx512F.ConvertToVector512Int32(Vector512.Load(source + i) * inverse));
            if (step == 1)
            {
                integers.Store((sbyte*)destination + i);
                continue;
            }

            integers.Store(rounded);
            for (int lane = 0; lane < Vector128<sbyte>.Count; lane++)
                ((sbyte*)destination)[(nint)(i + lane) * step] = rounded[lane];
        }

        return scale;
    }
}
