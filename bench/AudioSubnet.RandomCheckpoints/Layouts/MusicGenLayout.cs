namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>MusicgenForConditionalGeneration: T5 encoder, decoder, codec.</summary>
internal static class MusicGenLayout
{
    public static void Add(Layout root, Settings config)
    {
        Settings text = config.Nested("text_encoder"), decoder = config.Nested("decoder");
        AddT5(root["text_encoder"], text);
        int hidden = decoder.Int("hidden_size", 1024), width = text.Int("d_model", 512);
        if (width != hidden)
            root.Linear("enc_to_dec_proj", width, hidden);
        AddDecoder(root["decoder"], decoder, hidden);
        EncodecLayout.Add(root["audio_encoder"], config.Nested("audio_encoder"));
    }

    private static void AddT5(Layout root, Settings config)
    {
        int width = config.Int("d_model", 512), heads = config.Int("num_heads", 8), inner = heads * config.Int("d_kv", 64), feedForward = config.Int("d_ff", 2048);
        root.Embedding("shared", config.Int("vocab_size", 32_128), width);
        for (int i = 0; i < config.Int("num_layers", 6); i++)
        {
            Layout attention = root["encoder"]["block"][i]["layer"][0], dense = root["encoder"]["block"][i]["layer"][1];
            // T5 does not divide scores by √d: its queries carry that.
            attention.Linear("SelfAttention.q", width, inner, bias: false, gain: 1 / Math.Sqrt(config.Int("d_kv", 64)));
            attention.Linear("SelfAttention.k", width, inner, bias: false);
            attention.Linear("SelfAttention.v", width, inner, bias: false);
            attention.Linear("SelfAttention.o", inner, width, bias: false);
            if (i == 0)
                attention.Embedding("SelfAttention.relative_attention_bias", config.Int("relative_attention_num_buckets", 32), heads);
            attention.Norm("layer_norm", width, bias: false);
            dense.Linear("DenseReluDense.wi", width, feedForward, bias: false);
            dense.Linear("DenseReluDense.wo", feedForward, width, bias: false);
            dense.Norm("layer_norm", width, bias: false);
        }
        root.Norm("encoder.final_layer_norm", width, bias: false);
    }

    private static void AddDecoder(Layout root, Settings config, int hidden)
    {
        int codebooks = config.Int("num_codebooks", 4), entries = config.Int("vocab_size", 2048), inner = config.Int("ffn_dim", 4096);
        Layout decoder = root["model"]["decoder"];
        for (int i = 0; i < codebooks; i++)
        {
            decoder.Embedding($"embed_tokens.{i}", entries + 1, hidden, 0.5);
            root.Linear($"lm_heads.{i}", hidden, entries, bias: false, gain: 2);
        }
        decoder.Normal("embed_positions.weights", 0.7, config.Int("max_position_embeddings", 2048), hidden);
        for (int i = 0; i < config.Int("num_hidden_layers", 24); i++)
        {
            Layout layer = decoder["layers"][i];
            foreach (string attention in (string[])["self_attn", "encoder_attn"])
            {
                foreach (string name in (string[])["k_proj", "v_proj", "q_proj"])
                    layer[attention].Linear(name, hidden, hidden, bias: false);
                layer[attention].Linear("out_proj", hidden, hidden, bias: false, gain: 0.5);
                layer.Norm($"{attention}_layer_norm", hidden);
            }
            layer.Linear("fc1", hidden, inner, bias: false);
            layer.Linear("fc2", inner, hidden, bias: false, gain: 0.5);
            layer.Norm("final_layer_norm", hidden);
        }
        decoder.Norm("layer_norm", hidden);
    }
}
