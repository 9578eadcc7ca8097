using System.IO.MemoryMappedFiles;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Quantization;

/// <summary>A quantised matrix, in a mapped file or in memory of its own.</summary>
internal sealed unsafe class QuantizedMatrix : IDisposable
{
    private readonly MemoryMappedViewAccessor? _view;
    private readonly NativeBuffer? _memory;

    private QuantizedMatrix(QuantizedLayout layout, NativeBuffer memory)
    {
        Layout = layout;
        _memory = memory;
        Address = memory.Address;
    }

    private QuantizedMatrix(QuantizedLayout layout, MemoryMappedViewAccessor view, int offset)
    {
        Layout = layout;
        _view = view;
        byte* data = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
        Address = (nint)(data + view.PointerOffset + offset);
    }

    /// <summary>Sizes.</summary>
    public QuantizedLayout Layout { get; }

    /// <summary>Address of the packed weights.</summary>
    public nint Address { get; }

    /// <summary>Address of the scales.</summary>
    public nint Scales => Address + (nint)Layout.PackedBytes;

    /// <summary>Quantises a matrix into memory.</summary>
    public static QuantizedMatrix Make(CheckpointTensor matrix, QuantizedLayout layout)
    {
        NativeBuffer memory = new(layout.TotalBytes);
        MatrixQuantizer.Quantize(matrix, layout, memory.Address);
        return new(layout, memory);
    }

    /// <summary>Maps a matrix that lies in a file.</summary>
    public static QuantizedMatrix Map(string path, int offset, QuantizedLayout layout)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new(layout, file.CreateViewAccessor(0, offset + layout.TotalBytes, MemoryMappedFileAccess.Read), offset);
    }

    /// <summary>The bytes as a stream.</summary>
    public UnmanagedMemoryStream OpenStream() => new((byte*)Address, Layout.TotalBytes);

    /// <summary>Gives the pages of a mapped file back; they return when they are read.</summary>
    public void ReleasePages()
    {
        if (_view is not null)
            MappedPages.Release(Address, Layout.TotalBytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory?.Dispose();
        if (_view is null)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }
}
