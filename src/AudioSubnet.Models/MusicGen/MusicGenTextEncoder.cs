using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Models.T5;

namespace AudioSubnet.Models.MusicGen;

/// <summary>The prompt's way into MusicGen: T5, a projection, and the keys and values that each layer of the decoder attends to.</summary>
internal static class MusicGenTextEncoder
{
    /// <summary>Tokens "input_ids" [B, T] and "attention_mask" [B, T] to "cross.N.key" and "cross.N.value" [B, heads, T, size] of each decoder layer.</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, MusicGenConfig config, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("musicgen_text", taps);
        Scope root = graph.Scope(checkpoint, weights);
        Tensor ids = graph.Input("input_ids", TensorType.Int64, "batch", "tokens");
        Tensor mask = graph.Input("attention_mask", TensorType.Int64, "batch", "tokens");
        Tensor x = T5Encoder.Build(root["text_encoder"], config.TextEncoder, ids, mask);
        if (root["enc_to_dec_proj"].Exists())
            x = root.Linear("enc_to_dec_proj", x);
        graph.Tap("mid.enc_to_dec_proj", x);
        // Padding is zero, and so is all that is attended to without a prompt.
        x *= mask.Cast(TensorType.Float32).Unsqueeze(2);

        int heads = config.Decoder.NumAttentionHeads;
        for (int i = 0; i < config.Decoder.NumHiddenLayers; i++)
        {
            Scope attention = root["decoder.model.decoder.layers"][i]["encoder_attn"];
            graph.Output(MusicGenDecoder.CrossKey(i), attention.Linear("k_proj", x).SplitHeads(heads));
            graph.Output(MusicGenDecoder.CrossValue(i), attention.Linear("v_proj", x).SplitHeads(heads));
        }

        return graph.Build();
    }
}
