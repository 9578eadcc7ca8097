using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.T5;

/// <summary>
/// T5's text encoder (Raffel et al. 2020): a transformer that knows positions by their distance alone, with one table of distances for all layers.
/// </summary>
internal static class T5Encoder
{
    /// <summary>Adds the encoder to a graph; its taps carry the reference's names.</summary>
    /// <param name="s">Where "shared" and "encoder" are.</param>
    /// <param name="config">Its shape.</param>
    /// <param name="ids">int64 [B, T].</param>
    /// <param name="mask">int64 [B, T]: 0 for padding.</param>
    /// <returns>[B, T, width].</returns>
    public static Tensor Build(Scope s, T5Config config, Tensor ids, Tensor mask)
    {
        GraphBuilder graph = s.Builder;
        Tensor x = graph.Tap("mid.t5.hidden_states.0", s.Embedding("shared", ids));
        Scope encoder = s["encoder"], blocks = encoder["block"];
        Tensor bias = config.NumLayers == 0 ? default
            : Distances(blocks[0]["layer.0.SelfAttention.relative_attention_bias"], config, ids) + mask.PaddingBias();
        for (int i = 0; i < config.NumLayers; i++)
        {
            Scope attention = blocks[i]["layer"][0], feedForward = blocks[i]["layer"][1];
            x += Attend(attention["SelfAttention"], config, attention.RmsNorm("layer_norm", x, config.LayerNormEpsilon), bias);
            x += FeedForward(feedForward["DenseReluDense"], config, feedForward.RmsNorm("layer_norm", x, config.LayerNormEpsilon));
            if (i < config.NumLayers - 1)
                graph.Tap($"mid.t5.hidden_states.{i + 1}", x);
        }

        x = encoder.RmsNorm("final_layer_norm", x, config.LayerNormEpsilon);
        graph.Tap($"mid.t5.hidden_states.{config.NumLayers}", x);
        return graph.Tap("mid.t5.last_hidden_state", x);
    }

    /// <summary>Bucket of a distance: near ones each their own, far ones by their logarithm, and the two directions apart.</summary>
    internal static int Bucket(int distance, int buckets, int maxDistance)
    {
        int half = buckets / 2, exact = half / 2, far = Math.Abs(distance);
        int bucket = far < exact ? far
            : Math.Min(half - 1, exact + (int)(MathF.Log((float)far / exact) / MathF.Log((float)maxDistance / exact) * (half - exact)));
        return distance > 0 ? half + bucket : bucket;
    }

    private static Tensor Attend(Scope s, T5Config config, Tensor x, Tensor bias) =>
        s.Linear("o", s.Linear("q", x).Attention(s.Linear("k", x), s.Linear("v", x), config.NumHeads, bias, scale: 1));

    private static Tensor FeedForward(Scope s, T5Config config, Tensor x) =>
        s.Linear("wo", config.IsGated ? s.Linear("wi_0", x).Activation(config.Activation) * s.Linear("wi_1", x) : s.Linear("wi", x).Activation(config.Activation));

    /// <summary>What is added to a score for the distance from query to key: [1, heads, T, T].</summary>
    private static Tensor Distances(Scope s, T5Config config, Tensor ids)
    {
        int max = config.RelativeAttentionMaxDistance;
        long[] buckets = [.. Enumerable.Range(-max, 2 * max + 1).Select(distance => (long)Bucket(distance, config.RelativeAttentionNumBuckets, max))];
        Tensor positions = ids.Length(1).Range();
        Tensor distances = (positions.Unsqueeze(0) - positions.Unsqueeze(1)).Clip(-max, max) + max;
        Tensor rows = s.Builder.Constant(buckets, buckets.Length).Gather(distances);
        return s.Weight("weight").Gather(rows).Permute(2, 0, 1).Unsqueeze(0);
    }
}
