using System.Runtime.InteropServices;

namespace AudioSubnet.Dsp.Native;

/// <summary>An SNDFILE that reads or writes a managed stream; keeps the stream and the callbacks alive for as long as native code may call them.</summary>
internal sealed unsafe class SndFileStream : IDisposable
{
    private readonly SndFileVirtualIo* _io;
    private GCHandle _stream;

    /// <summary>Opens; check <see cref="IsOpen"/>.</summary>
    /// <exception cref="DllNotFoundException">libsndfile is not on this machine.</exception>
    public SndFileStream(Stream stream, int mode, SndFileInfo info)
    {
        _stream = GCHandle.Alloc(stream);
        _io = (SndFileVirtualIo*)NativeMemory.Alloc((nuint)sizeof(SndFileVirtualIo));
        *_io = SndFileVirtualIo.Create();
        try
        {
            File = SndFile.OpenVirtual(_io, mode, &info, GCHandle.ToIntPtr(_stream));
            Info = info;
        }
        catch
        {
            Release();
            throw;
        }
    }

    public SndFileHandle File { get; }

    /// <summary>Rate, channels and format as libsndfile found them.</summary>
    public SndFileInfo Info { get; }

    public bool IsOpen => !File.IsInvalid;

    public void Dispose()
    {
        File.Dispose(); // flushes into the stream, so before the stream is let go
        Release();
    }

    private void Release()
    {
        _stream.Free();
        NativeMemory.Free(_io);
    }
}
