using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>SpeechT5's speech decoder: the last frame in, the next few frames and the probability of an end out.</summary>
internal static class SpeechT5Decoder
{
    /// <summary>
    /// "frame" [B, 1, mels], "prenet_gain" [layers, units] (0 where the prenet drops a value, else what it is multiplied by), "speaker" [B, width], the keys and
    /// values of the text and its "padding" [B, 1, 1, T], to "frames" [B, 1, factor · mels] and "stop" [B, 1, factor].
    /// </summary>
    public static ModelGraph Build(ICheckpoint checkpoint, SpeechT5Config config, WeightOptions weights, bool taps = false)
    {
        using GraphBuilder graph = new("speecht5_decoder", taps);
        Scope root = graph.Scope(checkpoint, weights);
        Scope s = root["speecht5"]["decoder"];
        Tensor frame = graph.Input("frame", TensorType.Float32, "batch", 1, config.NumMelBins);
        Tensor padding = graph.Input("padding", TensorType.Float32, "batch", 1, 1, "tokens");
        KeyValueCache cache = new(graph, weights);

        Tensor x = graph.Tap("mid.decoder.prenet_last", Prenet(s["prenet"], config, frame, cache));
        Tensor bias = padding.ForQueries(x);
        for (int i = 0; i < config.DecoderLayers; i++)
            x = Layer(s["wrapped_decoder"]["layers"][i], i, config, x, cache, bias);
        graph.Tap("mid.decoder.last_hidden_state", x);

        Scope postnet = root["speech_decoder_postnet"];
        graph.Output("frames", postnet.Linear("feat_out", x));
        graph.Output("stop", postnet.Linear("prob_out", x).Sigmoid());
        return graph.Build();
    }

    private static Tensor Prenet(Scope s, SpeechT5Config config, Tensor x, KeyValueCache cache)
    {
        Tensor gain = s.Builder.Input("prenet_gain", TensorType.Float32, config.SpeechDecoderPrenetLayers, config.SpeechDecoderPrenetUnits);
        for (int i = 0; i < config.SpeechDecoderPrenetLayers; i++)
            x = s["layers"].Linear($"{i}", x).Relu() * gain.Select(0, i);
        x = ScaledPositions.Add(s["encode_positions"], s.Linear("final_layer", x), cache.Positions(x), config.HiddenSize, config.MaxSpeechPositions);
        Tensor speaker = s.Builder.Input("speaker", TensorType.Float32, "batch", config.SpeakerEmbeddingDim).Normalize();
        return s.Linear("speaker_embeds_layer", Tensor.Concat(2, x, speaker.Unsqueeze(1))).Relu();
    }

    private static Tensor Layer(Scope s, int index, SpeechT5Config config, Tensor x, KeyValueCache cache, Tensor bias)
    {
        int heads = config.DecoderAttentionHeads, size = config.HiddenSize / heads;
        Scope self = s["self_attn"], cross = s["encoder_attn"];
        Tensor y = cache.Attend(self.Linear("q_proj", x), self.Linear("k_proj", x), self.Linear("v_proj", x), heads, size);
        x = s.LayerNorm("self_attn_layer_norm", x + self.Linear("out_proj", y), config.LayerNormEps);

        Tensor key = s.Builder.Input(SpeechT5Encoder.CrossKey(index), TensorType.Float32, "batch", heads, "tokens", size);
        Tensor value = s.Builder.Input(SpeechT5Encoder.CrossValue(index), TensorType.Float32, "batch", heads, "tokens", size);
        y = cross.Linear("q_proj", x).Attention(key, value, heads, bias);
        x = s.LayerNorm("encoder_attn_layer_norm", x + cross.Linear("out_proj", y), config.LayerNormEps);
        return s.LayerNorm("final_layer_norm", x + SpeechT5Encoder.FeedForward(s["feed_forward"], x, config.HiddenAct), config.LayerNormEps);
    }
}
