using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Quantization;

/// <summary>
/// Quantised matrices on disk, so that they are made once for each checkpoint and mapped, not read, afterwards. Thread-safe, and safe for several processes.
/// </summary>
/// <remarks>
/// One file a matrix, below a folder for the checkpoint's path, its state (sizes and times of its files) and the precision. A file is written beside and renamed;
/// one that is damaged or belongs to another matrix is made again. Files of earlier states of the checkpoint are removed.
/// </remarks>
internal sealed class QuantizedCache
{
    private const ulong Magic = 0x3230_5155_5344_5541; // "AUDSUQ02"; counts up with every change of a layout
    private const int HeaderBytes = 64;
    private readonly string _folder;

    private QuantizedCache(string folder) => _folder = folder;

    /// <summary>The cache of a checkpoint's matrices.</summary>
    /// <param name="root">Folder of all caches.</param>
    /// <param name="source">The checkpoint's file, or the index of its shards.</param>
    /// <returns>Null if the checkpoint is not a file.</returns>
    public static QuantizedCache? For(string root, string source)
    {
        if (!File.Exists(source))
            return null;
        string parent = Path.Combine(root, Hash(Path.GetFullPath(source)));
        string state = Hash(string.Join('\n', FilesOf(source).Select(Describe)));
        RemoveOtherStates(parent, state);
        return new(Path.Combine(parent, state));
    }

    /// <summary>A quantised matrix: from its file, or made and written.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public QuantizedMatrix Get(CheckpointTensor matrix, QuantizedLayout layout)
    {
        string path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Hash(matrix.Name)}.int{layout.Bits}{(layout.InPanels ? ".panels" : "")}"));
        if (TryMap(path, matrix.Name, layout) is { } known)
            return known;

        Directory.CreateDirectory(_folder);
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (QuantizedMatrix made = QuantizedMatrix.Make(matrix, layout))
            using (FileStream file = new(partial, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(Header(matrix.Name, layout, Checksum(made)));
                using UnmanagedMemoryStream bytes = made.OpenStream();
                bytes.CopyTo(file, 1 << 20);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        return TryMap(path, matrix.Name, layout)
            ?? throw new IOException($"'{path}' does not hold what was written to it. Check the disk, or set AUDIOSUBNET_CACHE to a folder on another one.");
    }

    private static QuantizedMatrix? TryMap(string path, string name, QuantizedLayout layout)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || file.Length != HeaderBytes + layout.TotalBytes)
                return null;
            QuantizedMatrix matrix = QuantizedMatrix.Map(path, HeaderBytes, layout);
            Span<byte> header = stackalloc byte[HeaderBytes];
            using (FileStream stream = file.OpenRead())
                stream.ReadExactly(header);
            if (header.SequenceEqual(Header(name, layout, Checksum(matrix))))
                return matrix;
            matrix.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] Header(string name, QuantizedLayout layout, ulong checksum)
    {
        byte[] header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), layout.Rows);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), layout.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), layout.Bits);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(20), layout.InPanels ? QuantizedLayout.PanelRows : 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name)));
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), checksum);
        return header;
    }

    private static ulong Checksum(QuantizedMatrix matrix)
    {
        XxHash3 hash = new();
        using UnmanagedMemoryStream bytes = matrix.OpenStream();
        hash.Append(bytes);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>The file itself; for an index of shards all checkpoint files beside it.</summary>
    private static IEnumerable<string> FilesOf(string source) =>
        source.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(source))!)
                .Where(static file => Path.GetExtension(file) is ".safetensors" or ".bin" or ".json").Order(StringComparer.Ordinal)
            : [source];

    private static string Describe(string path)
    {
        FileInfo file = new(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target)
            file = target;
        return string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
    }

    private static string Hash(string text) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text)).ToString("x32", CultureInfo.InvariantCulture);

    private static void RemoveOtherStates(string parent, string state)
    {
        try
        {
            if (!Directory.Exists(parent))
                return;
            foreach (string folder in Directory.GetDirectories(parent).Where(folder => Path.GetFileName(folder) != state))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process still has it mapped, or it belongs to somebody else; a later start removes it.
        }
    }
}
