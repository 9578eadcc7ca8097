using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.T5;

/// <summary>Configuration of T5's encoder; the defaults are those of the reference class.</summary>
public sealed record T5Config
{
    /// <summary>Entries of the vocabulary.</summary>
    public int VocabSize { get; init; } = 32128;

    /// <summary>Width of the states.</summary>
    public int DModel { get; init; } = 512;

    /// <summary>Width of an attention head, which need not divide the states' width.</summary>
    public int DKv { get; init; } = 64;

    /// <summary>Number of layers.</summary>
    public int NumLayers { get; init; } = 6;

    /// <summary>Attention heads.</summary>
    public int NumHeads { get; init; } = 8;

    /// <summary>Entries of the table of relative positions.</summary>
    public int RelativeAttentionNumBuckets { get; init; } = 32;

    /// <summary>Distances beyond this count as this far.</summary>
    public int RelativeAttentionMaxDistance { get; init; } = 128;

    /// <summary>Epsilon of the normalisations.</summary>
    public float LayerNormEpsilon { get; init; } = 1e-6f;

    /// <summary>"relu", or "gated-" and an activation.</summary>
    public string FeedForwardProj { get; init; } = "relu";

    /// <summary>Whether the feed-forward blocks have a gate.</summary>
    public bool IsGated => FeedForwardProj.StartsWith("gated-", StringComparison.Ordinal);

    /// <summary>The activation of the feed-forward blocks. Gated GELU is the approximation by the hyperbolic tangent.</summary>
    public string Activation => FeedForwardProj == "gated-gelu" ? "gelu_new" : FeedForwardProj[(FeedForwardProj.IndexOf('-', StringComparison.Ordinal) + 1)..];

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="source">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string source)
    {
        if (DModel is not (> 0 and <= 16384) || DKv is not (> 0 and <= 1024) || NumHeads is not (> 0 and <= 256) || NumLayers is not (>= 0 and <= 128)
            || RelativeAttentionNumBuckets is not (>= 4 and <= 4096) || RelativeAttentionMaxDistance is not (> 0 and <= 65536))
            throw new CheckpointException($"{source}: T5: a size in the configuration is out of range.");
    }
}
