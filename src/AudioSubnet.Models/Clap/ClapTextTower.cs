using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Clap;

/// <summary>CLAP's text tower: RoBERTa (Liu et al. 2019), the first token's state and a projection.</summary>
internal static class ClapTextTower
{
    /// <summary>Input: "input_ids" [B, T], padded at the end. Output: "out.text_embeds" [B, width], each of length 1.</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, ClapConfig clap, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("clap_text", taps);
        Scope root = graph.Scope(checkpoint, weights), s = root["text_model"];
        ClapTextConfig config = clap.TextConfig;
        Tensor ids = graph.Input("input_ids", TensorType.Int64, "batch", "tokens");

        Tensor heard = ids.EqualTo(config.PadTokenId).Not().Cast(TensorType.Int64);
        Tensor x = graph.Tap("mid.text_embeddings", Embeddings(s["embeddings"], config, ids, heard));
        Tensor padding = heard.PaddingBias().ForQueries(x);
        for (int i = 0; i < config.NumHiddenLayers; i++)
            x = Layer(s["encoder"]["layer"][i], config, x, padding);
        graph.Tap("mid.text_last_hidden_state", x);

        Tensor pooled = graph.Tap("mid.text_pooler", s["pooler"].Linear("dense", x.Select(1, 0)).Tanh());
        graph.Output("out.text_embeds", Projection(root["text_projection"], pooled, config.ProjectionHiddenAct));
        return graph.Build();
    }

    /// <summary>Into the space of both towers: two linear layers, and each row to length 1.</summary>
    public static Tensor Projection(Scope s, Tensor x, string activation) => s.Linear("linear2", s.Linear("linear1", x).Activation(activation)).Normalize();

    private static Tensor Embeddings(Scope s, ClapTextConfig config, Tensor ids, Tensor heard)
    {
        Tensor positions = heard.CumSum(1) * heard + config.PadTokenId; // padding does not count
        Tensor x = s.Embedding("word_embeddings", ids) + s["token_type_embeddings"].Weight("weight").Select(0, 0) + s.Embedding("position_embeddings", positions);
        return s.LayerNorm("LayerNorm", x, config.LayerNormEps);
    }

    private static Tensor Layer(Scope s, ClapTextConfig config, Tensor x, Tensor padding)
    {
        Scope attention = s["attention"], self = attention["self"], attended = attention["output"], output = s["output"];
        Tensor context = self.Linear("query", x).Attention(self.Linear("key", x), self.Linear("value", x), config.NumAttentionHeads, padding);
        x = attended.LayerNorm("LayerNorm", attended.Linear("dense", context) + x, config.LayerNormEps);
        Tensor inner = s["intermediate"].Linear("dense", x).Activation(config.HiddenAct);
        return output.LayerNorm("LayerNorm", output.Linear("dense", inner) + x, config.LayerNormEps);
    }
}
