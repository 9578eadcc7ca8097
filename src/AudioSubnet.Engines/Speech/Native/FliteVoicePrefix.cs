using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Speech.Native;

/// <summary>The beginning of cst_voice in flite's cst_voice.h (stable since 2.0).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FliteVoicePrefix
{
    public IntPtr Name;
    public IntPtr Features;
}
