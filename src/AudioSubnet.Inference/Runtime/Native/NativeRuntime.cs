using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>
/// The few functions of ONNX Runtime's C API that its .NET package does not pass on. The API is a table of function pointers whose order never changes
/// (onnxruntime_c_api.h, struct OrtApi); the numbers below are places in it.
/// </summary>
internal static unsafe partial class NativeRuntime
{
    /// <summary>Any version up to the library's own gives the same table; this one has all functions used here.</summary>
    public const uint ApiVersion = 24;

    private const int CreateStatusIndex = 0;
    private const int GetErrorMessageIndex = 2;
    private const int CreateOperatorDomainIndex = 26;
    private const int AddOperatorIndex = 27;
    private const int AddOperatorDomainIndex = 28;
    private const int CreateTensorWithDataIndex = 49;
    private const int GetTensorDataIndex = 51;
    private const int CreateCpuMemoryInfoIndex = 69;
    private const int NumberAttributeIndex = 85;
    private const int IntegerAttributeIndex = 86;
    private const int KernelInputIndex = 90;
    private const int KernelOutputIndex = 91;
    private const int ReleaseStatusIndex = 93;
    private const int ReleaseMemoryInfoIndex = 94;
    private const int ReleaseValueIndex = 96;
    private const int AddExternalInitializersIndex = 210;
    private const int ParallelForIndex = 274;
    private const int GetShapeIndex = 414;

    // OrtErrorCode.ORT_FAIL.
    private const int Failed = 1;

    // OrtAllocatorType.OrtDeviceAllocator and OrtMemType.OrtMemTypeDefault.
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private static readonly void** Api = Table();

    /// <summary>A tensor over memory that stays in place for as long as the tensor, or any session that was given it, lives.</summary>
    public static nint CreateTensorView(nint data, nuint byteCount, ReadOnlySpan<long> shape, int type)
    {
        void* memoryInfo;
        Check(((delegate* unmanaged<int, int, void**, void*>)Api[CreateCpuMemoryInfoIndex])(DeviceAllocator, DefaultMemory, &memoryInfo));
        try
        {
            nint value;
            fixed (long* lengths = shape)
                Check(((delegate* unmanaged<void*, void*, nuint, long*, nuint, int, nint*, void*>)Api[CreateTensorWithDataIndex])(
                    memoryInfo, (void*)data, byteCount, lengths, (nuint)shape.Length, type, &value));
            return value;
        }
        finally
        {
            ((delegate* unmanaged<void*, void>)Api[ReleaseMemoryInfoIndex])(memoryInfo);
        }
    }

    /// <summary>Gives up our reference to a tensor.</summary>
    public static void ReleaseTensor(nint tensor) => ((delegate* unmanaged<nint, void>)Api[ReleaseValueIndex])(tensor);

    /// <summary>Gives tensors to sessions that are made with the options, in place of the data that their model says lies in other files.</summary>
    public static void AddExternalInitializers(SessionOptions options, IReadOnlyList<string> names, ReadOnlySpan<nint> tensors)
    {
        if (tensors.IsEmpty)
            return;
        nint[] utf8 = [.. names.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            fixed (nint* namePointers = utf8)
            fixed (nint* values = tensors)
                Check(((delegate* unmanaged<nint, nint*, nint*, nuint, void*>)Api[AddExternalInitializersIndex])(
                    options.DangerousGetHandle(), namePointers, values, (nuint)tensors.Length));
            GC.KeepAlive(options);
        }
        finally
        {
            foreach (nint name in utf8)
                Marshal.FreeCoTaskMem(name);
        }
    }

    private static void Check(void* status)
    {
        if (status is null)
            return;
        string message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<void*, byte*>)Api[GetErrorMessageIndex])(status)) ?? "unknown error";
        ((delegate* unmanaged<void*, void>)Api[ReleaseStatusIndex])(status);
        throw new InferenceException($"ONNX Runtime: {message}");
    }

    private static void** Table()
    {
        // struct OrtApiBase begins with GetApi(version).
        _ = InferenceEnvironment.Instance;
        void** apiBase = OrtGetApiBase();
        void* api = ((delegate* unmanaged<uint, void*>)apiBase[0])(ApiVersion);
        return (void**)api;
    }

    [LibraryImport("onnxruntime")]
    private static partial void** OrtGetApiBase();
}
