using Microsoft.Win32.SafeHandles;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>A reference to a native tensor (OrtValue*) over memory of somebody else.</summary>
internal sealed class NativeTensor : SafeHandleZeroOrMinusOneIsInvalid
{
    private NativeTensor(nint handle)
        : base(ownsHandle: true) => SetHandle(handle);

    /// <summary>The native pointer, valid until this is disposed.</summary>
    public nint Pointer => handle;

    /// <summary>A tensor over memory that must stay in place for as long as the tensor, or any session that was given it, lives.</summary>
    public static NativeTensor View(nint data, long byteCount, ReadOnlySpan<long> shape, int type) =>
        new(NativeRuntime.CreateTensorView(data, checked((nuint)byteCount), shape, type));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeRuntime.ReleaseTensor(handle);
        return true;
    }
}
