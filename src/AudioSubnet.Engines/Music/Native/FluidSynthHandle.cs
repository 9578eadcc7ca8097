using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Music.Native;

/// <summary>Owns a <c>fluid_synth_t</c>. The settings it was made from must live at least as long.</summary>
internal sealed class FluidSynthHandle : SafeHandle
{
    public FluidSynthHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        FluidSynthLibrary.DeleteSynth(handle);
        return true;
    }
}
