using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// Writes a safetensors file: add the tensors, then save. Contents that are given as a function are written when the file is, so that a checkpoint larger than memory can be
/// made. Not thread-safe.
/// </summary>
public sealed class SafetensorsWriter
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Texts that are stored in the header (<c>__metadata__</c>), such as "format".</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a float32 tensor.</summary>
    /// <param name="name">Its name, new to this file.</param>
    /// <param name="shape">Lengths, outermost first; empty for a scalar.</param>
    /// <param name="values">The elements, row-major; read when the file is saved.</param>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not fit the values.</exception>
    public void Add(string name, IReadOnlyList<long> shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Add(name, TensorType.Float32, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));
        RequireCount(name, values.Length);
    }

    /// <summary>Adds an int64 tensor.</summary>
    /// <inheritdoc cref="Add(string, IReadOnlyList{long}, float[])"/>
    public void Add(string name, IReadOnlyList<long> shape, long[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Add(name, TensorType.Int64, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.AsSpan())));
        RequireCount(name, values.Length);
    }

    /// <summary>Adds a copy of a checkpoint's tensor; that checkpoint must stay open until the file is saved.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">Its name here; null keeps its own.</param>
    public void Add(CheckpointTensor tensor, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Add(name ?? tensor.Name, tensor.Type, tensor.Shape, stream =>
        {
            const int Piece = 1 << 24;
            for (long at = 0; at < tensor.ByteCount; at += Piece)
                stream.Write(tensor.Slice(at, (int)Math.Min(Piece, tensor.ByteCount - at)));
        });
    }

    /// <summary>Adds a tensor whose bytes are written when the file is.</summary>
    /// <param name="name">Its name, new to this file.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Lengths, outermost first; empty for a scalar.</param>
    /// <param name="write">Writes exactly the tensor's bytes, little-endian and row-major.</param>
    /// <exception cref="ArgumentException">The name is taken, or a length is negative.</exception>
    public void Add(string name, TensorType type, IReadOnlyList<long> shape, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(write);
        if (!TensorSize.TryBytes(type, shape, out long bytes))
            throw new ArgumentException($"'{name}' cannot have the shape [{string.Join(", ", shape)}].", nameof(shape));
        if (!_entries.TryAdd(name, new Entry(type, [.. shape], bytes, write)))
            throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
    }

    /// <summary>Writes the file beside its place and renames it, so that nobody ever reads half of it.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="InvalidOperationException">A content wrote more or fewer bytes than its tensor has.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string beside = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
                Write(stream);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Writes the file into a stream.</summary>
    /// <inheritdoc cref="Save(string)"/>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        // Wide types first: then every tensor is aligned for its type, because the header is padded to 8 bytes.
        var ordered = _entries.OrderByDescending(pair => CheckpointTensor.SizeOf(pair.Value.Type)).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        byte[] header = Header(ordered);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var (name, entry) in ordered)
        {
            using var counted = new CountingStream(stream);
            entry.Write(counted);
            if (counted.Length != entry.Bytes)
                throw new InvalidOperationException($"'{name}' has {entry.Bytes} bytes, but {counted.Length} were written.");
        }
    }

    private byte[] Header(List<KeyValuePair<string, Entry>> ordered)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WritePropertyName("__metadata__");
                JsonSerializer.Serialize(json, Metadata);
            }
            long at = 0;
            foreach (var (name, entry) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsTypes.NameOf(entry.Type));
                WriteNumbers(json, "shape", entry.Shape);
                WriteNumbers(json, "data_offsets", [at, at += entry.Bytes]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private void RequireCount(string name, long count)
    {
        Entry entry = _entries[name];
        if (entry.Bytes == count * CheckpointTensor.SizeOf(entry.Type))
            return;
        _entries.Remove(name);
        throw new ArgumentException($"'{name}' has the shape [{string.Join(", ", entry.Shape)}], but {count} values were given.", nameof(count));
    }

    private sealed record Entry(TensorType Type, long[] Shape, long Bytes, Action<Stream> Write);

    /// <summary>Passes on what is written and counts it.</summary>
    private sealed class CountingStream(Stream target) : Stream
    {
        private long _count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _count;

        public override long Position { get => _count; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            target.Write(buffer);
            _count += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() => target.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
