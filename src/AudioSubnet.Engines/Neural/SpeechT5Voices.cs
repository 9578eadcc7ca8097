using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Numpy;

namespace AudioSubnet.Engines.Neural;

/// <summary>
/// Speaker embeddings (x-vectors) for SpeechT5: from a file, or of the speakers of CMU Arctic by name. Without either the embedding is zero, as in the model's documentation, and
/// a neutral voice speaks.
/// </summary>
internal sealed class SpeechT5Voices(string engine, int width, Func<string?> findArctic)
{
    /// <summary>The set on the hub, its archive, and its speakers: bdl, jmk and rms are men from North America, awb a Scot, ksp an Indian; clb and slt are women from North America.</summary>
    public const string ArcticSet = "Matthijs/cmu-arctic-xvectors";
    private const string ArcticArchive = "spkrec-xvect.zip";
    private const string DefaultSpeaker = "slt";
    private static readonly string[] ArcticSpeakers = ["awb", "bdl", "clb", "jmk", "ksp", "rms", "slt"];

    private readonly Lock _lock = new();
    private IReadOnlyDictionary<string, float[]>? _arctic;

    /// <summary>The embedding of a speaker.</summary>
    /// <param name="speaker">A <c>.npy</c>, <c>.npz</c> or <c>.safetensors</c> file, a speaker of CMU Arctic, or a recording of the set; null for slt if the set is here, else for none.</param>
    /// <exception cref="EngineException">There is no such speaker, or the file does not hold one.</exception>
    public float[] Find(string? speaker)
    {
        if (speaker is not null && Path.GetExtension(speaker) is ".npy" or ".npz" or ".safetensors")
            return Read(speaker);
        if (findArctic() is not { } folder)
            return speaker is null
                ? new float[width]
                : throw new EngineException($"{engine} has no speaker '{speaker}' on this machine. Name a .npy file with an x-vector, or pull the speakers {string.Join(", ", ArcticSpeakers)} with: audiosubnet models pull {ArcticSet}");
        IReadOnlyDictionary<string, float[]> arctic = Arctic(folder);
        string wanted = speaker ?? DefaultSpeaker;
        if (arctic.TryGetValue(wanted, out float[]? recording))
            return recording;
        string? first = arctic.Keys.Where(name => name.StartsWith($"cmu_us_{wanted}_", StringComparison.OrdinalIgnoreCase)).Min(StringComparer.Ordinal);
        return first is null
            ? throw new EngineException($"{engine} has no speaker '{wanted}'. Name one of {string.Join(", ", ArcticSpeakers)}, a recording such as cmu_us_slt_arctic-wav-arctic_a0508, or a .npy file with an x-vector.")
            : arctic[first];
    }

    private float[] Read(string file)
    {
        try
        {
            float[] vector = Path.GetExtension(file) switch
            {
                ".npy" => NpyArray.Read(file).ToFloats(),
                ".npz" => NpyArray.ReadArchive(file).Values.Single().ToFloats(),
                _ => ReadSafetensors(file),
            };
            return vector.Length == width && vector.All(float.IsFinite)
                ? vector
                : throw new EngineException($"'{file}' holds {vector.Length} numbers; {engine} takes x-vectors of {width}, all of them finite.");
        }
        catch (InvalidOperationException cause)
        {
            throw new EngineException($"'{file}' must hold one array, the x-vector.", cause);
        }
        catch (CheckpointException cause)
        {
            throw new EngineException($"The speaker of {engine} cannot be read: {cause.Message}", cause);
        }
    }

    private static float[] ReadSafetensors(string file)
    {
        using Checkpoint checkpoint = Checkpoint.Open(file);
        return checkpoint.Tensors.Values.Single().ToFloats();
    }

    private IReadOnlyDictionary<string, float[]> Arctic(string folder)
    {
        lock (_lock)
        {
            if (_arctic is not null)
                return _arctic;
            try
            {
                _arctic = NpyArray.ReadArchive(Path.Combine(folder, ArcticArchive))
                    .Where(pair => pair.Value.Shape.Sum() == width)
                    .ToDictionary(pair => Path.GetFileName(pair.Key), pair => pair.Value.ToFloats(), StringComparer.OrdinalIgnoreCase);
                return _arctic;
            }
            catch (CheckpointException cause)
            {
                throw new EngineException($"The speakers of CMU Arctic cannot be read: {cause.Message} Check them with: audiosubnet models verify {ArcticSet}", cause);
            }
        }
    }
}
