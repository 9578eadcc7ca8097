namespace AudioSubnet.Models.Bark;

/// <summary>Shape of one of Bark's transformers; the defaults are those of the reference class.</summary>
public sealed record BarkStageConfig
{
    /// <summary>Longest sequence.</summary>
    public int BlockSize { get; init; } = 1024;

    /// <summary>Tokens that can be read.</summary>
    public int InputVocabSize { get; init; } = 10048;

    /// <summary>Tokens that can be written.</summary>
    public int OutputVocabSize { get; init; } = 10048;

    /// <summary>Layers.</summary>
    public int NumLayers { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int NumHeads { get; init; } = 12;

    /// <summary>Width.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Codebooks of the codec; for the fine stage.</summary>
    public int NCodesTotal { get; init; } = 8;

    /// <summary>Whether the numbers make a transformer.</summary>
    public bool IsSound =>
        BlockSize is > 0 and <= 65536 && InputVocabSize is > 0 and <= 1 << 22 && OutputVocabSize is > 0 and <= 1 << 22 && NumLayers is > 0 and <= 256
        && NumHeads > 0 && HiddenSize is > 0 and <= 16384 && HiddenSize % NumHeads == 0 && NCodesTotal is > 2 and <= 64;
}
