using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Kernels.Operators;

/// <summary>struct OrtCustomOp of onnxruntime_c_api.h, with a reference to the managed operator behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOperator
{
    public uint Version;
    public void* CreateKernelWithoutStatus;
    public delegate* unmanaged<NativeOperator*, byte*> GetName;
    public delegate* unmanaged<NativeOperator*, byte*> GetProvider;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetInputCount;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputType;
    public delegate* unmanaged<NativeOperator*, nuint> GetOutputCount;
    public void* ComputeWithoutStatus;
    public delegate* unmanaged<void*, void> DestroyKernel;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetOutputCharacteristic;
    public delegate* unmanaged<NativeOperator*, nuint, int> GetInputMemoryType;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicInputMinArity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicInputHomogeneity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicOutputMinArity;
    public delegate* unmanaged<NativeOperator*, int> GetVariadicOutputHomogeneity;
    public delegate* unmanaged<NativeOperator*, void*, void*, void**, void*> CreateKernel;
    public delegate* unmanaged<void*, void*, void*> Compute;
    public void* InferShape;
    public delegate* unmanaged<NativeOperator*, int> GetStartVersion;
    public delegate* unmanaged<NativeOperator*, int> GetEndVersion;
    public void* GetMayInplace;
    public void* ReleaseMayInplace;
    public void* GetAliasMap;
    public void* ReleaseAliasMap;

    /// <summary>Handle of the <see cref="OperatorDomain"/>'s entry; not part of the native struct, which is only read up to its end.</summary>
    public nint Entry;
}
