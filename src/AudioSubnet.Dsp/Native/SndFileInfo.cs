using System.Runtime.InteropServices;

namespace AudioSubnet.Dsp.Native;

/// <summary>SF_INFO of sndfile.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SndFileInfo
{
    public long Frames;
    public int SampleRate;
    public int Channels;
    public int Format;
    public int Sections;
    public int Seekable;
}
