using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>Memory that the native runtime freed.</summary>
internal static partial class FreedMemory
{
    /// <summary>
    /// Gives freed memory back to the system. Making a session frees as much as its weights have, scattered through a heap that the C library would keep; with glibc alone, which
    /// is where it is kept.
    /// </summary>
    public static void Release()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, such as musl, which gives memory back by itself.
        }
        catch (DllNotFoundException)
        {
            // As above.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
