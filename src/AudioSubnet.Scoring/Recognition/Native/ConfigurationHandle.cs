using System.Runtime.InteropServices;

namespace AudioSubnet.Scoring.Recognition.Native;

/// <summary>A cmd_ln_t*: the arguments of a decoder.</summary>
internal sealed class ConfigurationHandle : SafeHandle
{
    public ConfigurationHandle()
        : base(IntPtr.Zero, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        _ = PocketSphinx.FreeConfiguration(handle); // the reference count that is left
        return true;
    }
}
