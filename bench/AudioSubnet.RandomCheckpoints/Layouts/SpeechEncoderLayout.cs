namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>Wav2Vec2ForCTC, HubertModel and WavLMForXVector: one encoder with different heads.</summary>
internal static class SpeechEncoderLayout
{
    public static void AddWav2Vec2(Layout root, Settings config)
    {
        AddEncoder(root["wav2vec2"], config, gated: false);
        root.Linear("lm_head", config.Int("hidden_size", 768), config.Int("vocab_size", 32), gain: 4);
    }

    public static void AddHubert(Layout root, Settings config) => AddEncoder(root, config, gated: false);

    public static void AddWavLmSpeaker(Layout root, Settings config)
    {
        AddEncoder(root["wavlm"], config, gated: true);
        int[] sizes = config.Ints("tdnn_dim", [512, 512, 512, 512, 1500]), kernels = config.Ints("tdnn_kernel", [5, 3, 3, 1, 1]);
        int output = config.Int("xvector_output_dim", 512);
        if (config.Bool("use_weighted_layer_sum", false))
            root.Normal("layer_weights", 0.1, config.Int("num_hidden_layers", 12) + 1);
        root.Linear("projector", config.Int("hidden_size", 768), sizes[0]);
        for (int i = 0; i < sizes.Length; i++)
            root["tdnn"][i].Linear("kernel", sizes[Math.Max(0, i - 1)] * kernels[i], sizes[i]);
        root.Linear("feature_extractor", 2 * sizes[^1], output);
        root.Linear("classifier", output, output);
        root.Normal("objective.weight", 1 / Math.Sqrt(output), output, config.Int("num_labels", 6));
    }

    private static void AddEncoder(Layout root, Settings config, bool gated)
    {
        int hidden = config.Int("hidden_size", 768), heads = config.Int("num_attention_heads", 12);
        AddFeatures(root, config, hidden);
        root.Normal("masked_spec_embed", 1, hidden);
        Layout encoder = root["encoder"];
        int taps = config.Int("num_conv_pos_embeddings", 128), width = hidden / config.Int("num_conv_pos_embedding_groups", 16);
        encoder.Normal("pos_conv_embed.conv.bias", 0.02, hidden);
        // Normalised per tap: the deviation of a tap's filters is g / √(hidden · width), and a filter sums taps · width inputs.
        encoder.Constant("pos_conv_embed.conv.weight_g", Math.Sqrt((double)hidden / taps), 1, 1, taps);
        encoder.Normal("pos_conv_embed.conv.weight_v", 1 / Math.Sqrt(width * taps), hidden, width, taps);
        encoder.Norm("layer_norm", hidden);
        for (int i = 0; i < config.Int("num_hidden_layers", 12); i++)
        {
            Layout layer = encoder["layers"][i];
            foreach (string name in (string[])["k_proj", "v_proj", "q_proj", "out_proj"])
                layer.Linear($"attention.{name}", hidden, hidden);
            if (gated)
                AddGate(layer["attention"], config, heads, hidden / heads, first: i == 0);
            layer.Norm("layer_norm", hidden);
            int inner = config.Int("intermediate_size", 3072);
            layer.Linear("feed_forward.intermediate_dense", hidden, inner);
            layer.Linear("feed_forward.output_dense", inner, hidden);
            layer.Norm("final_layer_norm", hidden);
        }
    }

    private static void AddFeatures(Layout root, Settings config, int hidden)
    {
        int[] sizes = config.Ints("conv_dim", [512, 512, 512, 512, 512, 512, 512]), kernels = config.Ints("conv_kernel", [10, 3, 3, 3, 3, 2, 2]);
        for (int i = 0; i < sizes.Length; i++)
            // √2 makes up for what GELU takes away, layer by layer.
            root["feature_extractor"]["conv_layers"][i].Conv1d("conv", i == 0 ? 1 : sizes[i - 1], sizes[i], kernels[i], config.Bool("conv_bias", false), gain: 1.41);
        root.Norm("feature_extractor.conv_layers.0.layer_norm", sizes[0]);
        root.Norm("feature_projection.layer_norm", sizes[^1]);
        root.Linear("feature_projection.projection", sizes[^1], hidden);
    }

    private static void AddGate(Layout attention, Settings config, int heads, int perHead, bool first)
    {
        attention.Constant("gru_rel_pos_const", 1, 1, heads, 1, 1);
        attention.Linear("gru_rel_pos_linear", perHead, 8);
        if (first)
            attention.Embedding("rel_attn_embed", config.Int("num_buckets", 320), heads);
    }
}
