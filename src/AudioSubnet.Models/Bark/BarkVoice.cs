using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Checkpoints.Numpy;

namespace AudioSubnet.Models.Bark;

/// <summary>A voice as Bark knows it: something that it said, in the tokens of all its stages. Speech goes on in the same voice.</summary>
public sealed record BarkVoice
{
    /// <summary>Semantic tokens.</summary>
    public required IReadOnlyList<long> Semantic { get; init; }

    /// <summary>The first two codebooks, of one length, without offsets.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Coarse { get; init; }

    /// <summary>All codebooks, of one length.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Fine { get; init; }

    /// <summary>
    /// Reads a preset: an <c>.npz</c> with "semantic_prompt", "coarse_prompt" and "fine_prompt"; or three <c>.npy</c> files of which any is named, or their common
    /// beginning, such as "v2/en_speaker_6".
    /// </summary>
    /// <exception cref="CheckpointException">A file or an array is missing, damaged, or of another shape.</exception>
    public static BarkVoice Read(string path)
    {
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || (!File.Exists(path) && File.Exists(path + ".npz")))
        {
            string archive = File.Exists(path) ? path : path + ".npz";
            IReadOnlyDictionary<string, NpyArray> arrays = NpyArray.ReadArchive(archive);
            return From(archive, part => arrays.TryGetValue(part, out NpyArray? array) ? array : throw new CheckpointException($"{archive} has no array '{part}': it is no voice of Bark."));
        }

        string beginning = path;
        foreach (string part in (string[])["semantic", "coarse", "fine"])
            if (path.EndsWith($"_{part}_prompt.npy", StringComparison.OrdinalIgnoreCase))
                beginning = path[..^$"_{part}_prompt.npy".Length];
        return From(beginning, part => NpyArray.Read($"{beginning}_{part}.npy"));
    }

    /// <summary>Checks the tokens against a model.</summary>
    /// <param name="rules">The model's.</param>
    /// <param name="parameter">Name of what is checked, for the exception.</param>
    /// <exception cref="ArgumentException">The voice belongs to another model.</exception>
    internal void Check(BarkGenerationConfig rules, string parameter)
    {
        int codebooks = rules.FineAcousticsConfig.NFineCodebooks;
        if (Coarse.Count != rules.CoarseAcousticsConfig.NCoarseCodebooks || Fine.Count != codebooks)
            throw new ArgumentException($"The voice has {Coarse.Count} coarse and {Fine.Count} fine codebooks, the model {rules.CoarseAcousticsConfig.NCoarseCodebooks} and {codebooks}.", parameter);
        if (Coarse.Any(row => row.Count != Coarse[0].Count) || Fine.Any(row => row.Count != Fine[0].Count))
            throw new ArgumentException("The voice's codebooks differ in their lengths.", parameter);
        if (Semantic.Any(token => token < 0 || token >= rules.SemanticConfig.SemanticVocabSize)
            || Coarse.Concat(Fine).Any(row => row.Any(code => code < 0 || code >= rules.CodebookSize)))
            throw new ArgumentException("The voice has a token that the model does not know.", parameter);
    }

    private static BarkVoice From(string source, Func<string, NpyArray> read)
    {
        NpyArray semantic = read("semantic_prompt");
        if (semantic.Shape.Count != 1)
            throw new CheckpointException($"{source}: semantic_prompt has {semantic.Shape.Count} axes, not one.");
        return new BarkVoice { Semantic = Integers(source, semantic), Coarse = Rows(source, "coarse_prompt", read), Fine = Rows(source, "fine_prompt", read) };
    }

    private static IReadOnlyList<long>[] Rows(string source, string part, Func<string, NpyArray> read)
    {
        NpyArray array = read(part);
        if (array.Shape.Count != 2 || array.Shape[1] == 0)
            throw new CheckpointException($"{source}: {part} has the shape [{string.Join(", ", array.Shape)}], not [codebooks, frames].");
        return [.. Integers(source, array).Chunk((int)array.Shape[1])];
    }

    private static long[] Integers(string source, NpyArray array)
    {
        try
        {
            return array.ToInt64s();
        }
        catch (InvalidOperationException exception)
        {
            throw new CheckpointException($"{source}: a voice's tokens are integers. {exception.Message}", exception);
        }
    }
}
