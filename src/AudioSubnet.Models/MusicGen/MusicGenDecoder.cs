using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.MusicGen;

/// <summary>MusicGen's language model (Copet et al. 2023): the codes of a frame in, the scores of the next out, all codebooks at once.</summary>
internal static class MusicGenDecoder
{
    /// <summary>
    /// "codes" [B, codebooks, T], the keys and values of the prompt and its "padding" [B, 1, 1, tokens], to "logits" [B, codebooks, vocabulary] of the last
    /// position, or with taps [B, codebooks, T, vocabulary] of all.
    /// </summary>
    public static ModelGraph Build(ICheckpoint checkpoint, MusicGenDecoderConfig config, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("musicgen_decoder", taps);
        Scope root = graph.Scope(checkpoint, weights)["decoder"], s = root["model.decoder"];
        Tensor codes = graph.Input("codes", TensorType.Int64, "batch", config.NumCodebooks, "time");
        Tensor padding = graph.Input("padding", TensorType.Float32, "batch", 1, 1, "tokens");
        KeyValueCache cache = new(graph, weights);

        Tensor[] rows = codes.Split(config.NumCodebooks, 1);
        Tensor x = s["embed_tokens"].Embedding("0", rows[0].Squeeze(1));
        for (int i = 1; i < rows.Length; i++)
            x += s["embed_tokens"].Embedding($"{i}", rows[i].Squeeze(1));
        if (config.ScaleEmbedding)
            x *= Math.Sqrt(config.HiddenSize);
        x += graph.Tap("mid.decoder.positions", Positions(s["embed_positions"], config).Gather(cache.Positions(x)));

        Tensor bias = padding.ForQueries(x);
        for (int i = 0; i < config.NumHiddenLayers; i++)
        {
            x = Layer(s["layers"][i], i, config, x, cache, bias);
            graph.Tap($"mid.decoder.layer{i}", x);
        }

        x = graph.Tap("mid.decoder.last_hidden_state", s.LayerNorm("layer_norm", x));
        if (!taps)
            x = x.Slice(1, -1);
        Tensor logits = Tensor.Stack(1, [.. Enumerable.Range(0, config.NumCodebooks).Select(i => root["lm_heads"].Linear($"{i}", x))]);
        graph.Output("logits", taps ? logits : logits.Squeeze(2));
        return graph.Build();
    }

    /// <summary>Name of the keys of a layer's attention to the prompt.</summary>
    public static string CrossKey(int layer) => $"cross.{layer}.key";

    /// <summary>Name of the values of a layer's attention to the prompt.</summary>
    public static string CrossValue(int layer) => $"cross.{layer}.value";

    private static Tensor Layer(Scope s, int index, MusicGenDecoderConfig config, Tensor x, KeyValueCache cache, Tensor bias)
    {
        int heads = config.NumAttentionHeads, size = config.HiddenSize / heads;
        Scope self = s["self_attn"], cross = s["encoder_attn"];
        Tensor y = s.LayerNorm("self_attn_layer_norm", x);
        x += self.Linear("out_proj", cache.Attend(self.Linear("q_proj", y), self.Linear("k_proj", y), self.Linear("v_proj", y), heads, size));

        Tensor key = s.Builder.Input(CrossKey(index), TensorType.Float32, "batch", heads, "tokens", size);
        Tensor value = s.Builder.Input(CrossValue(index), TensorType.Float32, "batch", heads, "tokens", size);
        y = s.LayerNorm("encoder_attn_layer_norm", x);
        x += cross.Linear("out_proj", cross.Linear("q_proj", y).Attention(key, value, heads, bias));
        return x + s.Linear("fc2", s.Linear("fc1", s.LayerNorm("final_layer_norm", x)).Activation(config.ActivationFunction));
    }

    /// <summary>Cosines in front, sines behind. Checkpoints may carry the table; it is the same for all.</summary>
    private static Tensor Positions(Scope s, MusicGenDecoderConfig config)
    {
        if (s.Has("weights") && s.ShapeOf("weights")[0] >= config.MaxPositionEmbeddings)
            return s.Weight("weights", -1, config.HiddenSize);
        int half = config.HiddenSize / 2;
        return s.ComputedWeight("table", [config.MaxPositionEmbeddings, config.HiddenSize], values =>
        {
            for (int i = 0; i < half; i++)
            {
                float frequency = MathF.Exp(i * (float)-(Math.Log(10000) / (half - 1)));
                for (int position = 0; position < config.MaxPositionEmbeddings; position++)
                {
                    (double sine, double cosine) = Math.SinCos(position * frequency);
                    values[position * config.HiddenSize + i] = (float)cosine;
                    values[position * config.HiddenSize + half + i] = (float)sine;
                }
            }
        });
    }
}
