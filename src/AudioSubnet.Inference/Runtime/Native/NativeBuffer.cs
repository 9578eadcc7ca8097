using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>A block of native memory, aligned for vector instructions and not cleared.</summary>
internal sealed unsafe class NativeBuffer : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int Alignment = 64;

    /// <summary>Allocates it.</summary>
    /// <param name="byteCount">Its size.</param>
    /// <param name="inLargePages">Whether it is read all over, so that <see cref="LargePages"/> serve it.</param>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public NativeBuffer(long byteCount, bool inLargePages = false)
        : base(ownsHandle: true)
    {
        ByteCount = byteCount;
        inLargePages &= byteCount >= LargePages.Size;
        SetHandle((nint)NativeMemory.AlignedAlloc(checked((nuint)Math.Max(byteCount, 1)), inLargePages ? (nuint)LargePages.Size : Alignment));
        if (inLargePages)
            LargePages.Prefer(handle, byteCount);
    }

    /// <summary>Size in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>Address of the first byte, valid until this is disposed.</summary>
    public nint Address => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
