using System.Buffers.Binary;
using System.Text.Json;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// Reads safetensors: 8 bytes with the length of a JSON header, the header, the tensors' bytes. Format: https://huggingface.co/docs/safetensors; like the reference it
/// refuses holes and overlaps. Nothing is copied unless a tensor lies at an address that is not aligned for its type.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>Longest header in bytes, as in the reference implementation.</summary>
    private const long MaxHeaderBytes = 100_000_000;

    /// <summary>Most dimensions of a tensor.</summary>
    private const int MaxRank = 32;

    private const int PrefixBytes = 8;

    /// <summary>Reads all tensors and the header's own texts (<c>__metadata__</c>).</summary>
    /// <exception cref="CheckpointException">The file contradicts itself; the message says how.</exception>
    public static (Dictionary<string, CheckpointTensor> Tensors, Dictionary<string, string> Metadata) Read(CheckpointMemory memory)
    {
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(memory.Slice(0, PrefixBytes));
        if (declared > MaxHeaderBytes || (long)declared > memory.Length - PrefixBytes)
            throw memory.Refuse($"it claims a header of {declared} bytes; at most {Math.Min(MaxHeaderBytes, memory.Length - PrefixBytes)} are possible. It is not safetensors, or was cut short");
        var header = memory.Slice(PrefixBytes, (long)declared);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        List<Entry> entries;
        try
        {
            entries = ReadHeader(memory, header, metadata);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw memory.Refuse($"its header is not valid JSON: {cause.Message}", cause);
        }
        return (Place(memory, entries, PrefixBytes + (long)declared), metadata);
    }

    private static List<Entry> ReadHeader(CheckpointMemory memory, ReadOnlySpan<byte> header, Dictionary<string, string> metadata)
    {
        var entries = new List<Entry>();
        var reader = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });
        Expect(memory, ref reader, JsonTokenType.StartObject);
        while (Next(memory, ref reader) == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (name == "__metadata__")
                ReadMetadata(memory, ref reader, metadata);
            else
                entries.Add(ReadEntry(memory, ref reader, name));
        }
        if (reader.Read())
            throw memory.Refuse("something follows its header's closing brace");
        return entries;
    }

    private static void ReadMetadata(CheckpointMemory memory, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(memory, ref reader, JsonTokenType.StartObject);
        while (Next(memory, ref reader) == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(memory, ref reader, JsonTokenType.String);
            metadata[key] = reader.GetString()!;
        }
    }

    private static Entry ReadEntry(CheckpointMemory memory, ref Utf8JsonReader reader, string name)
    {
        TensorType? type = null;
        long[]? shape = null, offsets = null;
        Expect(memory, ref reader, JsonTokenType.StartObject);
        while (Next(memory, ref reader) == JsonTokenType.PropertyName)
            switch (reader.GetString())
            {
                case "dtype":
                    Expect(memory, ref reader, JsonTokenType.String);
                    type = TypeOf(memory, name, reader.GetString()!);
                    break;
                case "shape": shape = ReadNumbers(memory, ref reader, name); break;
                case "data_offsets": offsets = ReadNumbers(memory, ref reader, name); break;
                case var other: throw memory.Refuse($"tensor '{name}' has the unknown property '{other}'");
            }
        if (type is null || shape is null || offsets is not [var begin, var end])
            throw memory.Refuse($"tensor '{name}' lacks its dtype, shape or pair of data_offsets");
        return new Entry(name, type.Value, shape, begin, end);
    }

    private static long[] ReadNumbers(CheckpointMemory memory, ref Utf8JsonReader reader, string name)
    {
        Expect(memory, ref reader, JsonTokenType.StartArray);
        var numbers = new List<long>();
        while (Next(memory, ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == MaxRank)
                throw memory.Refuse($"tensor '{name}' has a shape or offsets that are not at most {MaxRank} whole numbers from 0 up");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    /// <summary>Checks sizes and places, and makes the tensors.</summary>
    private static Dictionary<string, CheckpointTensor> Place(CheckpointMemory memory, List<Entry> entries, long dataOffset)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(entries.Count, StringComparer.Ordinal);
        long available = memory.Length - dataOffset, at = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != at || entry.End < entry.Begin || entry.End > available)
                throw memory.Refuse($"tensor '{entry.Name}' lies at {entry.Begin} to {entry.End} of {available} bytes, where {at} is the next free one: tensors must follow each other without holes or overlaps");
            at = entry.End;
            if (!TensorSize.TryBytes(entry.Type, entry.Shape, out long bytes) || bytes != entry.End - entry.Begin)
                throw memory.Refuse($"tensor '{entry.Name}' ({entry.Type} [{string.Join(", ", entry.Shape)}]) does not fit the {entry.End - entry.Begin} bytes that it is given");
            nint address = memory.Aligned(memory.Address + (nint)(dataOffset + entry.Begin), bytes, CheckpointTensor.SizeOf(entry.Type));
            if (!tensors.TryAdd(entry.Name, new CheckpointTensor(entry.Name, entry.Type, entry.Shape, address, memory)))
                throw memory.Refuse($"tensor '{entry.Name}' is there twice");
        }
        return at == available ? tensors : throw memory.Refuse($"its tensors take {at} bytes and {available} follow the header; it is damaged or was cut short");
    }

    private static TensorType TypeOf(CheckpointMemory memory, string name, string type) =>
        SafetensorsTypes.Find(type) ?? throw memory.Refuse($"tensor '{name}' has the type {type}, which is not supported; convert it to F32, F16 or BF16");

    private static JsonTokenType Next(CheckpointMemory memory, ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : throw memory.Refuse("its header ends too early");

    private static void Expect(CheckpointMemory memory, ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (Next(memory, ref reader) != type)
            throw memory.Refuse($"its header has {reader.TokenType} at byte {reader.TokenStartIndex}, where {type} belongs");
    }

    private readonly record struct Entry(string Name, TensorType Type, long[] Shape, long Begin, long End);
}
