namespace AudioSubnet.Inference.Graph;

/// <content>Attention.</content>
public readonly partial struct Tensor
{
    /// <summary>Scaled dot-product attention of several heads, each query over all keys.</summary>
    /// <param name="key">[batch, keys, heads · size], or already cut into heads, [batch, heads, keys, size], as kept for cross-attention.</param>
    /// <param name="value">As the key.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="bias">Added to the scores, [batch or 1, heads or 1, queries, keys]: masks and relative positions; may be left out. See <see cref="ForQueries"/>.</param>
    /// <param name="scale">Factor of the scores; null for 1 / √size.</param>
    /// <returns>[batch, queries, heads · size].</returns>
    public Tensor Attention(Tensor key, Tensor value, int heads, Tensor bias = default, float? scale = null)
    {
        ReadOnlySpan<Tensor> inputs = bias.IsPresent ? [this, key, value, default, default, bias] : [this, key, value];
        return scale is { } factor
            ? Builder.Node("com.microsoft.MultiHeadAttention", inputs, ("num_heads", heads), ("scale", factor))
            : Builder.Node("com.microsoft.MultiHeadAttention", inputs, ("num_heads", heads));
    }

    /// <summary>Cuts the last axis into heads: [batch, time, heads · size] to [batch, heads, time, size].</summary>
    public Tensor SplitHeads(int heads) => Reshape(0, 0, heads, -1).Permute(0, 2, 1, 3);

    /// <summary>Joins heads again: [batch, heads, time, size] to [batch, time, heads · size].</summary>
    public Tensor JoinHeads() => Permute(0, 2, 1, 3).Reshape(0, 0, -1);

    /// <summary>
    /// A bias for <see cref="Attention"/> from a padding mask: 0 where the mask is not zero, a large negative number elsewhere.
    /// </summary>
    /// <remarks>This tensor is the mask, [batch, keys].</remarks>
    /// <returns>[batch, 1, 1, keys]; <see cref="ForQueries"/> repeats it.</returns>
    public Tensor PaddingBias()
    {
        Tensor padding = 1 - Cast(Checkpoints.TensorType.Float32);
        return (padding * MaskedScore).Unsqueeze(1).Unsqueeze(1);
    }

    /// <summary>Repeats a bias that is the same for all queries, [batch, heads or 1, 1, keys], for each of them; do it once for all layers.</summary>
    /// <param name="queries">Any tensor with the queries along axis 1.</param>
    /// <returns>[batch, heads or 1, queries, keys].</returns>
    public Tensor ForQueries(Tensor queries) => Expand(Concat(0, Longs(1, 1), queries.Lengths(1), Longs(1)), 4);

    /// <summary>What is added to the score of a key that must not be seen: its exponential is zero, and a row of nothing else is still finite.</summary>
    public const float MaskedScore = -1e9f;
}
