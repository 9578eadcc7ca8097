using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>
/// SpeechT5's text encoder (Ao et al. 2021): a transformer whose scores know the distance of two tokens. With its states come the keys and values that each layer
/// of the decoder attends to, which are the same at every step.
/// </summary>
internal static class SpeechT5Encoder
{
    /// <summary>Tokens "input_ids" [B, T] and "attention_mask" [B, T] to "cross.N.key" and "cross.N.value" [B, heads, T, size] of each decoder layer.</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, SpeechT5Config config, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("speecht5_encoder", taps);
        Scope root = graph.Scope(checkpoint, weights)["speecht5"];
        Scope prenet = root["encoder"]["prenet"], s = root["encoder"]["wrapped_encoder"];
        Tensor ids = graph.Input("input_ids", TensorType.Int64, "batch", "tokens");
        Tensor padding = graph.Input("attention_mask", TensorType.Int64, "batch", "tokens").PaddingBias();

        Tensor x = ScaledPositions.Add(prenet["encode_positions"], prenet.Embedding("embed_tokens", ids), ids.Length(1).Range(), config.HiddenSize, config.MaxTextPositions);
        graph.Tap("mid.encoder.prenet", x);
        x = s.LayerNorm("layer_norm", x, config.LayerNormEps);
        Tensor distances = Distances(ids, config.EncoderMaxRelativePosition);
        for (int i = 0; i < config.EncoderLayers; i++)
            x = Layer(s["layers"][i], s["embed_positions"], config, x, distances, padding);
        graph.Tap("mid.encoder.last_hidden_state", x);

        for (int i = 0; i < config.DecoderLayers; i++)
        {
            Scope attention = root["decoder"]["wrapped_decoder"]["layers"][i]["encoder_attn"];
            graph.Output(CrossKey(i), attention.Linear("k_proj", x).SplitHeads(config.DecoderAttentionHeads));
            graph.Output(CrossValue(i), attention.Linear("v_proj", x).SplitHeads(config.DecoderAttentionHeads));
        }

        return graph.Build();
    }

    /// <summary>Name of the keys of a decoder layer's attention to the text.</summary>
    public static string CrossKey(int layer) => $"cross.{layer}.key";

    /// <summary>Name of the values of a decoder layer's attention to the text.</summary>
    public static string CrossValue(int layer) => $"cross.{layer}.value";

    private static Tensor Layer(Scope s, Scope positions, SpeechT5Config config, Tensor x, Tensor distances, Tensor padding)
    {
        x = s.LayerNorm("layer_norm", x + SelfAttention(s["attention"], positions, config, x, distances, padding), config.LayerNormEps);
        return s.LayerNorm("final_layer_norm", x + FeedForward(s["feed_forward"], x, config.HiddenAct), config.LayerNormEps);
    }

    private static Tensor SelfAttention(Scope s, Scope positions, SpeechT5Config config, Tensor x, Tensor distances, Tensor padding)
    {
        int heads = config.EncoderAttentionHeads, size = config.HiddenSize / heads;
        Tensor query = s.Linear("q_proj", x);
        // A query's product with the vector of every distance; each key then picks that of its own.
        Tensor table = positions["pe_k"].Weight("weight", 2L * config.EncoderMaxRelativePosition, size).Transpose(0, 1);
        Tensor scores = (query.SplitHeads(heads) / Math.Sqrt(size)).MatMul(table);
        Tensor shape = Tensor.Concat(0, scores.Lengths(0), scores.Lengths(1), scores.Lengths(2), scores.Lengths(2));
        Tensor bias = scores.GatherElements(distances.Expand(shape, 4), axis: 3) + padding;
        return s.Linear("out_proj", query.Attention(s.Linear("k_proj", x), s.Linear("v_proj", x), heads, bias));
    }

    /// <summary>Row of the distance table for each query and key: [1, 1, T, T].</summary>
    private static Tensor Distances(Tensor ids, int max)
    {
        Tensor positions = ids.Length(1).Range();
        Tensor distances = (positions.Unsqueeze(1) - positions.Unsqueeze(0)).Clip(-max, max - 1) + max;
        return distances.Unsqueeze(0).Unsqueeze(0);
    }

    /// <summary>Two linear layers; the decoder's are the same.</summary>
    public static Tensor FeedForward(Scope s, Tensor x, string activation) =>
        s.Linear("output_dense", s.Linear("intermediate_dense", x).Activation(activation));
}
