using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>The text encoder of VITS: a transformer whose attention knows relative positions within a window.</summary>
internal sealed class TextEncoder(VitsConfig config)
{
    /// <summary>Token ids [B, T] to hidden states [B, T, H] and the prior's means and log-variances [B, T, F].</summary>
    /// <param name="s">Scope "text_encoder".</param>
    /// <param name="ids">[B, T].</param>
    /// <param name="mask">1 for tokens, 0 for padding: [B, T, 1].</param>
    public (Tensor Hidden, Tensor Means, Tensor LogVariances) Build(Scope s, Tensor ids, Tensor mask)
    {
        GraphBuilder graph = ids.Builder;
        Tensor x = s.Embedding("embed_tokens", ids) * Math.Sqrt(config.HiddenSize) * mask;
        graph.Tap("mid.text_encoder.hidden_states.0", x);
        Tensor bias = (1 - mask.Transpose(1, 2).Unsqueeze(1)) * Tensor.MaskedScore; // [B, 1, 1, T]
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            Scope layer = s["encoder"]["layers"][i];
            x = layer.LayerNorm("layer_norm", x + Attention(layer["attention"], x, bias), config.LayerNormEps);
            x = layer.LayerNorm("final_layer_norm", x + FeedForward(layer["feed_forward"], x, mask), config.LayerNormEps);
            if (i == 0)
                graph.Tap("mid.text_encoder.layer0", x);
        }

        x = graph.Tap("mid.text_encoder.last_hidden_state", x * mask);
        Tensor statistics = s.Conv1d("project", x.Transpose(1, 2)).Transpose(1, 2) * mask;
        (Tensor means, Tensor logVariances) = statistics.SplitInTwo(2);
        return (x, means, logVariances);
    }

    private Tensor Attention(Scope s, Tensor x, Tensor bias)
    {
        int heads = config.NumAttentionHeads, size = config.HiddenSize / heads;
        Tensor query = (s.Linear("q_proj", x) * Math.Pow(size, -0.5)).SplitHeads(heads);
        Tensor key = s.Linear("k_proj", x).SplitHeads(heads), value = s.Linear("v_proj", x).SplitHeads(heads);
        Tensor scores = query.MatMul(key.Transpose(2, 3)); // [B, heads, T, T]
        if (config.WindowSize is not { } window)
            return s.Linear("out_proj", (scores + bias).Softmax().MatMul(value).JoinHeads());

        Tensor relativeKeys = s.Weight("emb_rel_k", 1, 2 * window + 1, size), relativeValues = s.Weight("emb_rel_v", 1, 2 * window + 1, size);
        scores += ToAbsolute(query.MatMul(relativeKeys.Transpose(1, 2)), window);
        Tensor weights = (scores + bias).Softmax();
        Tensor context = weights.MatMul(value) + ToRelative(weights, window).MatMul(relativeValues);
        return s.Linear("out_proj", context.JoinHeads());
    }

    private Tensor FeedForward(Scope s, Tensor x, Tensor mask)
    {
        Padding same = new((config.FfnKernelSize - 1) / 2, config.FfnKernelSize / 2);
        Tensor channelMask = mask.Transpose(1, 2);
        Tensor y = s.Conv1d("conv_1", x.Transpose(1, 2) * channelMask, padding: same).Activation(config.HiddenAct);
        y = s.Conv1d("conv_2", y * channelMask, padding: same) * channelMask;
        return y.Transpose(1, 2);
    }

    /// <summary>
    /// Scores by distance, [B, heads, T, 2w + 1], to scores by key, [B, heads, T, T], zero outside the window: with w + T + 1 - w zeros behind each row, a row read one element
    /// shorter than it is starts one key further right.
    /// </summary>
    private static Tensor ToAbsolute(Tensor scores, int window)
    {
        Tensor time = scores.Lengths(2), width = time + 2 * window;
        Tensor flat = PadLast(scores, time).Flatten(2).Slice(2, scores.Builder.Constant([0L]), time * width);
        return Rows(flat, width).Slice(3, scores.Builder.Constant([(long)window]), time + window);
    }

    /// <summary>The reverse, for weights: by key, [B, heads, T, T], to by distance, [B, heads, T, 2w + 1].</summary>
    private static Tensor ToRelative(Tensor weights, int window)
    {
        Tensor time = weights.Lengths(2);
        Tensor flat = PadLast(weights.Pad(3, window).Flatten(2), time);
        return Rows(flat, time + (2 * window + 1)).Slice(3, 0, 2 * window + 1);
    }

    /// <summary>Zeros behind the last axis, as many as computed.</summary>
    private static Tensor PadLast(Tensor x, Tensor count) => x.Pad(Tensor.Concat(0, x.Builder.Constant(new long[2 * x.Rank - 1]), count));

    /// <summary>[B, heads, n] to [B, heads, n / width, width].</summary>
    private static Tensor Rows(Tensor flat, Tensor width) => flat.Reshape(Tensor.Concat(0, flat.Builder.Constant([0L, 0, -1]), width), 4);
}
