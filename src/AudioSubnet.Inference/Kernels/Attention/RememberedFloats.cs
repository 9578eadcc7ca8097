using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>Keys and values as they are, in float32.</summary>
internal readonly unsafe struct RememberedFloats : IRememberedElement
{
    public static int Bytes => sizeof(float);

    public static bool IsRounded => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* address) => Vector512.Load((float*)address);

    public static float Store(float* source, int count, byte* destination, int step)
    {
        float* numbers = (float*)destination;
        for (int i = 0; i < count; i++)
            numbers[(nint)i * step] = source[i];
        return 1;
    }
}
