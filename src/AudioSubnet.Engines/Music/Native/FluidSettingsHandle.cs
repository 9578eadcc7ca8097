using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Music.Native;

/// <summary>Owns a <c>fluid_settings_t</c>.</summary>
internal sealed class FluidSettingsHandle : SafeHandle
{
    public FluidSettingsHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        FluidSynthLibrary.DeleteSettings(handle);
        return true;
    }
}
