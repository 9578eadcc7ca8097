using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AudioSubnet.Dsp.Native;

/// <summary>SF_VIRTUAL_IO of sndfile.h over a seekable <see cref="Stream"/>, whose GCHandle is the user data of each call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SndFileVirtualIo
{
    private delegate* unmanaged[Cdecl]<IntPtr, long> _length;
    private delegate* unmanaged[Cdecl]<long, int, IntPtr, long> _seek;
    private delegate* unmanaged[Cdecl]<byte*, long, IntPtr, long> _read;
    private delegate* unmanaged[Cdecl]<byte*, long, IntPtr, long> _write;
    private delegate* unmanaged[Cdecl]<IntPtr, long> _tell;

    /// <summary>The five callbacks. They never let an exception cross into native code; memory streams raise none in the ranges used.</summary>
    public static SndFileVirtualIo Create() => new() { _length = &Length, _seek = &Seek, _read = &Read, _write = &Write, _tell = &Tell };

    private static Stream StreamOf(IntPtr userData) => (Stream)GCHandle.FromIntPtr(userData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Length(IntPtr userData) => StreamOf(userData).Length;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Seek(long offset, int whence, IntPtr userData)
    {
        var stream = StreamOf(userData);
        long target = offset + whence switch { 0 => 0, 1 => stream.Position, _ => stream.Length };
        if (target is < 0 or > int.MaxValue)
            return -1;
        stream.Position = target;
        return target;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Read(byte* buffer, long count, IntPtr userData) =>
        count <= 0 ? 0 : StreamOf(userData).Read(new Span<byte>(buffer, (int)Math.Min(count, int.MaxValue)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Write(byte* buffer, long count, IntPtr userData)
    {
        var stream = StreamOf(userData);
        if (count <= 0 || stream.Position + count > Array.MaxLength)
            return 0;
        stream.Write(new ReadOnlySpan<byte>(buffer, (int)count));
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static long Tell(IntPtr userData) => StreamOf(userData).Position;
}
