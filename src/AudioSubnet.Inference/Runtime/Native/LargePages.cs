using System.Runtime.InteropServices;

namespace AudioSubnet.Inference.Runtime.Native;

/// <summary>Pages of 2 MB instead of 4 kB, where the system has them: what lies scattered over much memory is found with fewer look-ups of addresses.</summary>
internal static partial class LargePages
{
    /// <summary>Size of a large page in bytes.</summary>
    public const int Size = 1 << 21;

    private const int HugePage = 14; // MADV_HUGEPAGE of Linux

    /// <summary>
    /// Asks for large pages in the part of a range that can consist of them. They are cleared and count as the process's memory whole, as soon as a byte of them is touched.
    /// Nothing happens where the system cannot do it.
    /// </summary>
    /// <param name="address">A multiple of <see cref="Size"/>.</param>
    /// <param name="length">In bytes.</param>
    public static void Prefer(nint address, long length)
    {
        if (OperatingSystem.IsLinux() && length >= Size)
            _ = Advise(address, (nuint)(length / Size * Size), HugePage);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
