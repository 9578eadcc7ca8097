using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AudioSubnet.Inference.Kernels;

/// <summary>Whether this machine can run the kernels of this library; where it cannot, graphs are made of ONNX Runtime's own operators.</summary>
internal static class KernelSupport
{
    private const string KernelsVariable = "AUDIOSUBNET_KERNELS";

    /// <summary>
    /// True on processors with AVX-512, unless AUDIOSUBNET_KERNELS is "onnxruntime". The kernels are written for its 32 registers of 16 numbers; on less they would
    /// be slower than what they replace.
    /// </summary>
    public static bool IsAvailable { get; } =
        Vector512.IsHardwareAccelerated && Avx512BW.IsSupported && Avx512DQ.IsSupported && Avx512Vbmi.IsSupported
        && !string.Equals(Environment.GetEnvironmentVariable(KernelsVariable), "onnxruntime", StringComparison.OrdinalIgnoreCase);
}
