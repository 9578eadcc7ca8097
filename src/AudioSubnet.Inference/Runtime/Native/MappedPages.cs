using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>Memory of mapped files.</summary>
internal static partial class MappedPages
{
    private const int DontNeed = 4; // MADV_DONTNEED, on Linux and macOS alike

    /// <summary>
    /// Tells the system that the pages of a read-only mapped file are not needed for now: they no longer count as the process's memory, and are mapped again when
    /// they are read. Only whole pages within the range are given back. Nothing happens where the system cannot do it.
    /// </summary>
    /// <param name="address">Must lie in a mapping of a file: other memory would be cleared.</param>
    /// <param name="length">In bytes.</param>
    public static void Release(nint address, long length)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        long page = Environment.SystemPageSize;
        long first = (address + page - 1) / page * page, end = (address + length) / page * page;
        if (end > first)
            _ = Advise((nint)first, (nuint)(end - first), DontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
