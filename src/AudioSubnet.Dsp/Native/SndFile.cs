using System.Runtime.InteropServices;

namespace AudioSubnet.Dsp.Native;

/// <summary>The part of libsndfile (LGPL, package libsndfile1) that we call. Reference: https://libsndfile.github.io/libsndfile/api.html.</summary>
internal static unsafe partial class SndFile
{
    public const string Library = "libsndfile.so.1";
    public const string Package = "libsndfile1";
    public const int ModeRead = 0x10;
    public const int ModeWrite = 0x20;
    public const int FormatFlac = 0x170000;
    public const int FormatOgg = 0x200000;
    public const int SubtypePcm16 = 0x0002;
    public const int SubtypeVorbis = 0x0060;

    [LibraryImport(Library, EntryPoint = "sf_open_virtual")]
    public static partial SndFileHandle OpenVirtual(SndFileVirtualIo* io, int mode, SndFileInfo* info, IntPtr userData);

    [LibraryImport(Library, EntryPoint = "sf_readf_float")]
    public static partial long ReadFloat(SndFileHandle file, float* samples, long frames);

    [LibraryImport(Library, EntryPoint = "sf_writef_short")]
    public static partial long WriteShort(SndFileHandle file, short* samples, long frames);

    [LibraryImport(Library, EntryPoint = "sf_writef_float")]
    public static partial long WriteFloat(SndFileHandle file, float* samples, long frames);

    [LibraryImport(Library, EntryPoint = "sf_close")]
    public static partial int Close(IntPtr file);

    /// <summary>The last error of a file, or of the last failed open in this process for a null pointer.</summary>
    public static string Error(SndFileHandle file) => Marshal.PtrToStringUTF8(ErrorText(file)) ?? "unknown error";

    [LibraryImport(Library, EntryPoint = "sf_strerror")]
    private static partial IntPtr ErrorText(SndFileHandle file);
}
