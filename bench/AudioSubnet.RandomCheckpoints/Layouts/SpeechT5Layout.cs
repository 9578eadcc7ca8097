namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>SpeechT5ForTextToSpeech.</summary>
internal static class SpeechT5Layout
{
    public static void Add(Layout root, Settings config)
    {
        int hidden = config.Int("hidden_size", 768), mels = config.Int("num_mel_bins", 80), reduction = config.Int("reduction_factor", 2);
        AddEncoder(root["speecht5"]["encoder"], config, hidden);
        AddDecoder(root["speecht5"]["decoder"], config, hidden, mels);
        Layout postnet = root["speech_decoder_postnet"];
        postnet.Linear("feat_out", hidden, mels * reduction);
        // A stop probability of 2 % a step on average: an utterance of natural length before the limit ends it.
        postnet.Normal("prob_out.weight", 1 / Math.Sqrt(hidden), reduction, hidden);
        postnet.Constant("prob_out.bias", -4, reduction);
        int layers = config.Int("speech_decoder_postnet_layers", 5), units = config.Int("speech_decoder_postnet_units", 256);
        for (int i = 0; i < layers; i++)
        {
            int input = i == 0 ? mels : units, output = i == layers - 1 ? mels : units;
            Layout layer = postnet["layers"][i];
            layer.Conv1d("conv", input, output, config.Int("speech_decoder_postnet_kernel", 5), bias: false);
            layer.BatchNorm("batch_norm", output);
        }
    }

    private static void AddEncoder(Layout encoder, Settings config, int hidden)
    {
        encoder.Embedding("prenet.embed_tokens", config.Int("vocab_size", 81), hidden);
        encoder.Constant("prenet.encode_positions.alpha", 1);
        Layout wrapped = encoder["wrapped_encoder"];
        int perHead = hidden / config.Int("encoder_attention_heads", 12);
        wrapped.Embedding("embed_positions.pe_k", 2 * config.Int("encoder_max_relative_position", 160), perHead, 1 / Math.Sqrt(perHead));
        wrapped.Norm("layer_norm", hidden);
        for (int i = 0; i < config.Int("encoder_layers", 12); i++)
        {
            Layout layer = wrapped["layers"][i];
            AddAttention(layer["attention"], hidden);
            layer.Norm("layer_norm", hidden);
            AddFeedForward(layer["feed_forward"], hidden, config.Int("encoder_ffn_dim", 3072));
            layer.Norm("final_layer_norm", hidden);
        }
    }

    private static void AddDecoder(Layout decoder, Settings config, int hidden, int mels)
    {
        Layout prenet = decoder["prenet"];
        int units = config.Int("speech_decoder_prenet_units", 256);
        for (int i = 0; i < config.Int("speech_decoder_prenet_layers", 2); i++)
            prenet["layers"].Linear($"{i}", i == 0 ? mels : units, units);
        prenet.Linear("final_layer", units, hidden);
        prenet.Constant("encode_positions.alpha", 1);
        prenet.Linear("speaker_embeds_layer", config.Int("speaker_embedding_dim", 512) + hidden, hidden);
        for (int i = 0; i < config.Int("decoder_layers", 6); i++)
        {
            Layout layer = decoder["wrapped_decoder"]["layers"][i];
            AddAttention(layer["self_attn"], hidden);
            layer.Norm("self_attn_layer_norm", hidden);
            AddAttention(layer["encoder_attn"], hidden);
            layer.Norm("encoder_attn_layer_norm", hidden);
            AddFeedForward(layer["feed_forward"], hidden, config.Int("decoder_ffn_dim", 3072));
            layer.Norm("final_layer_norm", hidden);
        }
    }

    private static void AddAttention(Layout attention, int hidden)
    {
        foreach (string name in (string[])["k_proj", "v_proj", "q_proj", "out_proj"])
            attention.Linear(name, hidden, hidden);
    }

    private static void AddFeedForward(Layout block, int hidden, int inner)
    {
        block.Linear("intermediate_dense", hidden, inner);
        block.Linear("output_dense", inner, hidden);
    }
}
