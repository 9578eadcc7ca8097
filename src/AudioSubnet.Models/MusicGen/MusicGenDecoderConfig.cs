namespace AudioSubnet.Models.MusicGen;

/// <summary>The decoder's part of MusicGen's configuration; the defaults are those of the reference class.</summary>
public sealed record MusicGenDecoderConfig
{
    /// <summary>Entries of a codebook; the token after the last one is the padding.</summary>
    public int VocabSize { get; init; } = 2048;

    /// <summary>The token that starts and pads.</summary>
    public int PadTokenId { get; init; } = 2048;

    /// <summary>Longest sequence that it was trained on.</summary>
    public int MaxPositionEmbeddings { get; init; } = 2048;

    /// <summary>Layers.</summary>
    public int NumHiddenLayers { get; init; } = 24;

    /// <summary>Attention heads.</summary>
    public int NumAttentionHeads { get; init; } = 16;

    /// <summary>Width.</summary>
    public int HiddenSize { get; init; } = 1024;

    /// <summary>Activation of the feed-forward blocks.</summary>
    public string ActivationFunction { get; init; } = "gelu";

    /// <summary>Whether embeddings are multiplied by the square root of the width.</summary>
    public bool ScaleEmbedding { get; init; }

    /// <summary>Codebooks of all channels.</summary>
    public int NumCodebooks { get; init; } = 4;

    /// <summary>1, or 2 for stereo, whose codebooks lie in turn: left, right, left, …</summary>
    public int AudioChannels { get; init; } = 1;

    /// <summary>Steps by which the last codebook follows the first.</summary>
    public int LongestDelay => NumCodebooks / AudioChannels - 1;
}
