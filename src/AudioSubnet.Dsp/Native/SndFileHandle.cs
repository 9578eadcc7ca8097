using System.Runtime.InteropServices;

namespace AudioSubnet.Dsp.Native;

/// <summary>An open SNDFILE*.</summary>
internal sealed class SndFileHandle : SafeHandle
{
    public SndFileHandle()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle() => SndFile.Close(handle) == 0;
}
