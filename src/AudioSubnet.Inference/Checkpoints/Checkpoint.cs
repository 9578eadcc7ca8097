using System.Text.Json;
using AudioSubnet.Inference.Checkpoints.Torch;
using AudioSubnet.Inference.Checkpoints.Zip;

namespace AudioSubnet.Inference.Checkpoints;

/// <summary>
/// A checkpoint on disk, mapped into memory: safetensors or what <c>torch.save</c> writes (also its format before PyTorch 1.6), whole or in shards; its content, not its
/// extension, says which. Thread-safe. Whatever the file holds, opening it runs none of it, takes memory in proportion to its
/// size, and either succeeds or says why not.
/// </summary>
public sealed class Checkpoint : ICheckpoint
{
    /// <summary>What a folder is searched for, in this order: where both formats are there they hold the same tensors, and safetensors opens faster.</summary>
    private static readonly string[] FolderFiles = ["model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];

    private readonly List<CheckpointMemory> _memories;

    private Checkpoint(string source, List<CheckpointMemory> memories, Dictionary<string, CheckpointTensor> tensors)
    {
        Source = source;
        _memories = memories;
        Tensors = tensors;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }

    /// <summary>Texts of a safetensors header, such as "format"; empty where there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a PyTorch file holds beside its tensors, such as the options that a model was trained with ("args"), and JSON that lies in its archive (".info").</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; private init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">A file, or a model's folder as Hugging Face lays it out.</param>
    /// <exception cref="CheckpointException">There is none, or it is damaged or hostile; the message says what and where.</exception>
    public static Checkpoint Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string file = Directory.Exists(path) ? FindIn(path) : path;
        if (!File.Exists(file))
            throw new CheckpointException($"There is no checkpoint '{path}'. Give a model's folder or a file such as model.safetensors.");
        var memories = new List<CheckpointMemory>();
        try
        {
            return file.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase) ? OpenShards(file, memories) : OpenFile(file, memories);
        }
        catch
        {
            memories.ForEach(memory => memory.Dispose());
            throw;
        }
    }

    /// <summary>Opens a checkpoint for what is made of it and disposes of it then; if the making fails, it is closed at once.</summary>
    /// <typeparam name="T">What is made, usually a model.</typeparam>
    /// <param name="path">A file, or a model's folder as Hugging Face lays it out.</param>
    /// <param name="make">Takes the checkpoint over.</param>
    /// <exception cref="CheckpointException">There is none, or it is damaged or hostile; the message says what and where.</exception>
    public static T Open<T>(string path, Func<Checkpoint, T> make)
    {
        Checkpoint checkpoint = Open(path);
        try
        {
            return make(checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReleasePages() => _memories.ForEach(memory => memory.ReleasePages());

    /// <summary>Unmaps the files; tensors must no longer be used.</summary>
    public void Dispose() => _memories.ForEach(memory => memory.Dispose());

    private static string FindIn(string folder) =>
        FolderFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new CheckpointException($"The folder '{folder}' holds no checkpoint; it should have one of {string.Join(", ", FolderFiles)}.");

    /// <summary>Reads a checkpoint that is in memory already; what the memory's source says is its name.</summary>
    internal static Checkpoint Read(CheckpointMemory memory, List<CheckpointMemory> memories)
    {
        if (ZipDirectory.IsZip(memory) || TorchReader.IsStream(memory))
        {
            TorchContents contents = ZipDirectory.IsZip(memory) ? TorchReader.ReadZip(memory) : TorchReader.ReadStream(memory);
            return new Checkpoint(memory.Source, memories, contents.Tensors) { Values = contents.Values };
        }
        // The length before a safetensors header may begin with these bytes too, but then a brace follows it.
        if (memory.Length > 8 && memory.Slice(0, 1)[0] is 0x80 or 0x93 && memory.Slice(8, 1)[0] != (byte)'{')
            throw memory.Refuse("it is a pickle that torch.save did not write, or an array of NumPy; a checkpoint is safetensors or a file of torch.save");
        var (tensors, metadata) = SafetensorsReader.Read(memory);
        return new Checkpoint(memory.Source, memories, tensors) { Metadata = metadata };
    }

    private static Checkpoint OpenFile(string file, List<CheckpointMemory> memories)
    {
        CheckpointMemory memory = CheckpointMemory.Map(file);
        memories.Add(memory);
        return Read(memory, memories);
    }

    private static Checkpoint OpenShards(string index, List<CheckpointMemory> memories)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var shard in ShardIndex.Read(index))
        {
            Checkpoint part = OpenFile(shard.File, memories);
            foreach (string name in shard.Tensors)
                tensors[name] = part.Tensors.TryGetValue(name, out CheckpointTensor? tensor) ? tensor
                    : throw new CheckpointException($"'{shard.File}' lacks the tensor '{name}' that '{index}' says it has. Pull the model again.");
            foreach (var (key, text) in part.Metadata)
                metadata.TryAdd(key, text);
        }
        return new Checkpoint(index, memories, tensors) { Metadata = metadata };
    }
}
