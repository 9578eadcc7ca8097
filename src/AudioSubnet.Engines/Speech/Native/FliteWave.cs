using System.Runtime.InteropServices;

namespace AudioSubnet.Engines.Speech.Native;

/// <summary>cst_wave of flite's cst_wave.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FliteWave
{
    public IntPtr Type;
    public int SampleRate;
    public int Samples;
    public int Channels;
    public short* Data;
}
