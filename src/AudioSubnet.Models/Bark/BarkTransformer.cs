using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Bark;

/// <summary>The transformers of Bark's three stages (suno-ai/bark), which are GPT-2 in shape.</summary>
internal static class BarkTransformer
{
    /// <summary>
    /// A stage that continues a sequence: "ids" [B, T], with <paramref name="merges"/> also "merged_ids" [B, T], whose embeddings are added where "merged_share"
    /// [B, T] is 1, to "logits" [B, vocabulary] of the last position.
    /// </summary>
    public static ModelGraph BuildCausal(ICheckpoint checkpoint, string stage, BarkStageConfig config, WeightOptions weights, bool merges = false, bool taps = false)
    {
        using GraphBuilder graph = new("bark_" + stage, taps);
        Scope s = graph.Scope(checkpoint, weights)[stage];
        Tensor ids = graph.Input("ids", TensorType.Int64, "batch", "time");
        KeyValueCache cache = new(graph, weights);
        Tensor x = s.Embedding("input_embeds_layer", ids);
        if (merges)
            x += s.Embedding("input_embeds_layer", graph.Input("merged_ids", TensorType.Int64, "batch", "time"))
                * graph.Input("merged_share", TensorType.Float32, "batch", "time").Unsqueeze(2);
        x += s.Embedding("position_embeds_layer", cache.Positions(ids));
        graph.Tap($"mid.{stage}.hidden_states.0", x);

        for (int i = 0; i < config.NumLayers; i++)
        {
            x = Layer(s["layers"][i], x, (q, k, v) => cache.Attend(q, k, v, config.NumHeads, config.HiddenSize / config.NumHeads));
            graph.Tap($"mid.{stage}.hidden_states.{i + 1}", x);
        }

        x = graph.Tap($"mid.{stage}.final", s.LayerNorm("layernorm_final", x));
        graph.Output("logits", s.Linear("lm_head", x.Slice(1, -1)).Squeeze(1));
        return graph.Build();
    }

    /// <summary>
    /// The fine stage, which sees its whole window: "codes" [B, codebooks, T], of which those count whose "codebook_share" [codebooks] is 1, to "logits"
    /// [B, T, vocabulary] of the codebook whose index is "head" + 1.
    /// </summary>
    public static ModelGraph BuildFine(ICheckpoint checkpoint, BarkStageConfig config, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("bark_fine_acoustics", taps);
        Scope s = graph.Scope(checkpoint, weights)["fine_acoustics"], embeddings = s["input_embeds_layers"];
        Tensor codes = graph.Input("codes", TensorType.Int64, "batch", config.NCodesTotal, "time");
        Tensor share = graph.Input("codebook_share", TensorType.Float32, config.NCodesTotal);
        Tensor head = graph.Input("head", TensorType.Int64);

        Tensor x = s.Embedding("position_embeds_layer", codes.Length(2).Range());
        for (int i = 0; i < config.NCodesTotal; i++)
            x += embeddings.Embedding($"{i}", codes.Select(1, i)) * share.Select(0, i);
        for (int i = 0; i < config.NumLayers; i++)
            x = Layer(s["layers"][i], x, (q, k, v) => q.Attention(k, v, config.NumHeads));
        x = graph.Tap("mid.fine.final", s.LayerNorm("layernorm_final", x));
        graph.Output("logits", x.MatMul(Heads(s, config).Gather(head).Transpose(0, 1)));
        return graph.Build();
    }

    private static Tensor Layer(Scope s, Tensor x, Func<Tensor, Tensor, Tensor, Tensor> attend)
    {
        // Causal layers carry a mask under the name "attn.bias", which is no bias.
        Tensor[] qkv = s["attn"].Linear("att_proj", s.LayerNorm("layernorm_1", x)).Split(3, 2);
        x += s["attn"].Linear("out_proj", attend(qkv[0], qkv[1], qkv[2]));
        return x + s["mlp"].Linear("out_proj", s["mlp"].Linear("in_proj", s.LayerNorm("layernorm_2", x)).Gelu());
    }

    /// <summary>One head for each codebook but the first, [codebooks - 1, vocabulary, width]. Checkpoints leave out those that are tied to the embeddings.</summary>
    private static Tensor Heads(Scope s, BarkStageConfig config)
    {
        int heads = config.NCodesTotal - 1;
        return s.ComputedWeight("lm_heads", [heads, config.OutputVocabSize, config.HiddenSize], values =>
        {
            int size = values.Length / heads;
            for (int i = 0; i < heads; i++)
            {
                Scope own = s["lm_heads"][i];
                CheckpointTensor head = own.Has("weight") ? own.Stored("weight") : s["input_embeds_layers"][i + 1].Stored("weight");
                if (head.ElementCount != size)
                    throw new CheckpointException($"'{head.Name}' has {head.ElementCount} elements, a head of the fine stage needs {size}.");
                head.CopyTo(values.Slice(i * size, size));
            }
        });
    }
}
