using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// The bytes of one checkpoint file, mapped read-only, and the aligned copies that had to be made of parts of it. Tensors keep it alive; disposing it takes their memory away.
/// </summary>
internal sealed unsafe class CheckpointMemory : IDisposable
{
    /// <summary>Alignment of copies in bytes: a cache line, and enough for every vector instruction.</summary>
    private const int Alignment = 64;

    /// <summary>Bytes of copies that every file may have; beyond it they must be in proportion to the file. Real checkpoints need none, or one of each byte.</summary>
    private const long FreeCopies = 16 << 20;

    private readonly MemoryMappedViewAccessor? _view;
    private readonly List<NativeBlock> _blocks = [];
    private readonly byte* _data;
    private readonly long _copyLimit;
    private long _copied;

    private CheckpointMemory(string source, long length)
    {
        Source = source;
        Length = length;
        _copyLimit = FreeCopies + 16 * length;
    }

    private CheckpointMemory(string source, long length, MemoryMappedViewAccessor view)
        : this(source, length)
    {
        _view = view;
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _data = pointer + view.PointerOffset;
    }

    private CheckpointMemory(string source, ReadOnlySpan<byte> bytes)
        : this(source, bytes.Length)
    {
        _data = (byte*)Allocate(bytes.Length);
        bytes.CopyTo(new Span<byte>(_data, bytes.Length));
    }

    /// <summary>The file, for messages.</summary>
    public string Source { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Address of the first byte.</summary>
    public nint Address => (nint)_data;

    /// <summary>Maps a file.</summary>
    /// <exception cref="CheckpointException">Missing, empty, or not readable.</exception>
    public static CheckpointMemory Map(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length == 0)
                throw new CheckpointException($"'{path}' is empty. Pull it again.");
            using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new CheckpointMemory(path, stream.Length, file.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"'{path}' cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Gives the pages of the mapped file back to the system until they are read again.</summary>
    public void ReleasePages()
    {
        if (_view is not null)
            MappedPages.Release(Address, Length);
    }

    /// <summary>Takes a copy of bytes that are in memory already.</summary>
    public static CheckpointMemory Of(ReadOnlySpan<byte> bytes, string source) => new(source, bytes);

    /// <summary>A part of the file.</summary>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="length">At most 2 GiB.</param>
    /// <exception cref="CheckpointException">The part is not within the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, long length)
    {
        if (offset < 0 || length < 0 || offset > Length || length > Length - offset || length > int.MaxValue)
            throw Refuse($"the {length} bytes at {offset} are not within its {Length} bytes; it is damaged or was cut short");
        return new ReadOnlySpan<byte>(_data + offset, (int)length);
    }

    /// <summary>The address where a value of that alignment may be read: the given one, or that of a copy.</summary>
    public nint Aligned(nint address, long bytes, int alignment)
    {
        if (bytes == 0)
            return Address;
        if (address % alignment == 0)
            return address;
        nint copy = Allocate(bytes);
        Buffer.MemoryCopy((void*)address, (void*)copy, bytes, bytes);
        return copy;
    }

    /// <summary>Uninitialised native memory that lives as long as this object.</summary>
    /// <exception cref="CheckpointException">The copies would outgrow 16 MiB and 16 times the file.</exception>
    public nint Allocate(long bytes)
    {
        if (bytes > _copyLimit - _copied)
            throw Refuse($"it unpacks to more than {_copyLimit >> 20} MiB, out of proportion to its {Length} bytes");
        _copied += bytes;
        var block = new NativeBlock(bytes, Alignment);
        _blocks.Add(block);
        return block.DangerousGetHandle();
    }

    /// <summary>The exception that names this file.</summary>
    public CheckpointException Refuse(string reason, Exception? cause = null) =>
        cause is null ? new CheckpointException($"'{Source}': {reason}.") : new CheckpointException($"'{Source}': {reason}.", cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        foreach (NativeBlock block in _blocks)
            block.Dispose();
    }

    private sealed class NativeBlock : SafeHandle
    {
        public NativeBlock(long bytes, int alignment)
            : base(0, ownsHandle: true) =>
            SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(1, bytes), (nuint)alignment));

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            NativeMemory.AlignedFree((void*)handle);
            return true;
        }
    }
}
