using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Clap;

/// <summary>The text tower's part of CLAP's configuration (RoBERTa); the defaults are those of the reference class.</summary>
public sealed record ClapTextConfig
{
    /// <summary>Width of the states.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Layers.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Activation of the feed-forward blocks.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Rows of the table of positions; the first <see cref="PadTokenId"/> + 1 are not used.</summary>
    public int MaxPositionEmbeddings { get; init; } = 514;

    /// <summary>Epsilon of the normalisations.</summary>
    public float LayerNormEps { get; init; } = 1e-12f;

    /// <summary>The token that fills shorter texts of a batch; also where the count of positions begins.</summary>
    public int PadTokenId { get; init; } = 1;

    /// <summary>Activation inside the projection.</summary>
    public string ProjectionHiddenAct { get; init; } = "relu";

    /// <summary>The longest text in tokens.</summary>
    public int MaxTokens => MaxPositionEmbeddings - PadTokenId - 1;

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="source">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string source)
    {
        if (HiddenSize is not (> 0 and <= 16384) || NumAttentionHeads is not > 0 || HiddenSize % NumAttentionHeads != 0)
            throw new CheckpointException($"{source}: text_config: hidden_size must be a multiple of num_attention_heads.");
        if (NumHiddenLayers is not (>= 0 and <= 256) || PadTokenId is not (>= 0 and <= 65536) || MaxPositionEmbeddings is > 1 << 20 || MaxTokens < 2)
            throw new CheckpointException($"{source}: text_config: a size is out of range.");
    }
}
