using System.Buffers.Binary;
using AudioSubnet.Inference.Checkpoints.Zip;

namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>
/// Reads what <c>torch.save</c> writes: since PyTorch 1.6 a ZIP archive of a pickle and one member for each storage; before, a stream of pickles followed by the storages.
/// Format: PyTorch, torch/serialization.py.
/// </summary>
internal sealed class TorchReader
{
    /// <summary>Largest pickle in bytes; models of ten thousand tensors have 2 MB.</summary>
    private const long MaxPickleBytes = 64 << 20;

    /// <summary>Largest further member that is read as JSON.</summary>
    private const long MaxExtraBytes = 1 << 20;

    /// <summary>The beginning of a stream of the older format: a pickle of its magic number.</summary>
    private static ReadOnlySpan<byte> StreamMagic => [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E];

    private readonly CheckpointMemory _memory;
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    private TorchReader(CheckpointMemory memory) => _memory = memory;

    /// <summary>Whether a file begins as the older format does.</summary>
    public static bool IsStream(CheckpointMemory memory) => memory.Length > StreamMagic.Length && memory.Slice(0, StreamMagic.Length).SequenceEqual(StreamMagic);

    /// <summary>Reads a ZIP archive.</summary>
    /// <exception cref="CheckpointException">It is damaged, hostile, or not of PyTorch.</exception>
    public static TorchContents ReadZip(CheckpointMemory memory)
    {
        var archive = ZipDirectory.Read(memory);
        string root = archive.Members.Keys.FirstOrDefault(name => name == "data.pkl" || name.EndsWith("/data.pkl", StringComparison.Ordinal))
            ?? throw memory.Refuse("it is a ZIP archive without 'data.pkl', so not a checkpoint of PyTorch");
        string folder = root[..^"data.pkl".Length];
        if (archive.Members.TryGetValue(folder + "byteorder", out ZipMember order) && order.Length < 16 && !archive.Bytes(order).SequenceEqual("little"u8))
            throw memory.Refuse("it was written on a big-endian machine, which is not supported");
        ZipMember pickle = archive.Members[root];
        if (pickle.Length > MaxPickleBytes)
            throw memory.Refuse($"its pickle has {pickle.Length} bytes; {MaxPickleBytes} are read");

        var reader = new TorchReader(memory);
        object? value = new Unpickler(memory, id => reader.FindStorage(id, parts: 5)).Read(archive.Bytes(pickle), out _);
        foreach (TorchStorage storage in reader._storages.Values)
        {
            if (!archive.Members.TryGetValue($"{folder}data/{storage.Key}", out ZipMember member))
                throw memory.Refuse($"it lacks the data of storage '{storage.Key}'");
            reader.Bind(storage, member.Length, () => archive.Open(member));
        }
        var contents = new TorchContents(memory, value);
        foreach (ZipMember member in archive.Members.Values)
            if (member.Name.StartsWith(folder, StringComparison.Ordinal) && member.Name.EndsWith(".info", StringComparison.Ordinal) && member.Length <= MaxExtraBytes)
                contents.AddJson(member.Name[folder.Length..], archive.Bytes(member));
        return contents;
    }

    /// <summary>Reads the older stream: pickles of a magic number, a version, facts about the machine, the values and the keys of the storages; then the storages.</summary>
    /// <exception cref="CheckpointException">It is damaged or hostile.</exception>
    public static unsafe TorchContents ReadStream(CheckpointMemory memory)
    {
        var reader = new TorchReader(memory);
        var unpickler = new Unpickler(memory, id => reader.FindStorage(id, parts: 6));
        long at = 0;
        reader.Next(unpickler, ref at);
        if (reader.Next(unpickler, ref at) is not 1001L)
            throw memory.Refuse("its version of PyTorch's older format is not 1001");
        if (reader.Next(unpickler, ref at) is PickleDictionary facts && facts.Items.Any(fact => fact is { Key: "little_endian", Value: false }))
            throw memory.Refuse("it was written on a big-endian machine, which is not supported");
        object? value = reader.Next(unpickler, ref at);
        if (reader.Next(unpickler, ref at) is not PickleList keys)
            throw memory.Refuse("it does not list its storages");
        foreach (object? key in keys.Items)
        {
            if (key is not string name || !reader._storages.TryGetValue(name, out TorchStorage? storage) || storage.Address != 0)
                throw memory.Refuse($"it stores '{key}', which it does not use or stores twice");
            long count = BinaryPrimitives.ReadInt64LittleEndian(memory.Slice(at, sizeof(long)));
            if (count != storage.Count)
                throw memory.Refuse($"storage '{name}' has {count} elements where its tensors say {storage.Count}");
            at += sizeof(long);
            nint address = memory.Address + (nint)at;
            reader.Bind(storage, memory.Length - at, () => address);
            at += storage.Count * CheckpointTensor.SizeOf(storage.Type);
        }
        if (reader._storages.Values.FirstOrDefault(storage => storage.Address == 0) is { } missing)
            throw memory.Refuse($"it lacks the data of storage '{missing.Key}'");
        return new TorchContents(memory, value);
    }

    private object? Next(Unpickler unpickler, ref long at)
    {
        object? value = unpickler.Read(_memory.Slice(at, Math.Min(MaxPickleBytes, _memory.Length - at)), out int length);
        at += length;
        return value;
    }

    /// <summary>The storage of a persistent id: ("storage", class, key, device, number of elements), and null in the older format.</summary>
    private TorchStorage FindStorage(PickleList id, int parts)
    {
        if (id.Items is not ["storage", TorchGlobal { Kind: TorchGlobalKind.Storage } type, string key, _, long count, ..] || id.Items.Count != parts || count < 0 || (parts == 6 && id.Items[5] is not null))
            throw _memory.Refuse("its pickle names a storage in a way that PyTorch does not");
        if (!_storages.TryGetValue(key, out TorchStorage? storage))
            _storages[key] = storage = new TorchStorage(key, type.Type, count);
        return storage.Type == type.Type && storage.Count == count ? storage : throw _memory.Refuse($"storage '{key}' is named with two types or sizes");
    }

    private void Bind(TorchStorage storage, long available, Func<nint> open)
    {
        int size = CheckpointTensor.SizeOf(storage.Type);
        if (storage.Count > available / size)
            throw _memory.Refuse($"storage '{storage.Key}' should have {storage.Count} elements of {size} bytes, but there are {available} bytes");
        storage.Address = _memory.Aligned(open(), storage.Count * size, size);
    }
}
