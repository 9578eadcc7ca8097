using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>BarkModel: two causal stages, the fine stage (its heads are its embeddings), and the codec.</summary>
internal static class BarkLayout
{
    public static void Add(Layout root, Settings config)
    {
        AddCausal(root["semantic"], config.Nested("semantic_config"));
        AddCausal(root["coarse_acoustics"], config.Nested("coarse_acoustics_config"));
        Settings fine = config.Nested("fine_acoustics_config");
        int hidden = fine.Int("hidden_size", 768);
        for (int i = 0; i < fine.Int("n_codes_total", 8); i++)
            root["fine_acoustics"].Embedding($"input_embeds_layers.{i}", fine.Int("input_vocab_size", 10_048), hidden, EmbeddingDeviation(hidden));
        AddBlocks(root["fine_acoustics"], fine, hidden, normBias: true, mask: false);
        EncodecLayout.Add(root["codec_model"], config.Nested("codec_config"));
    }

    private static void AddCausal(Layout stage, Settings config)
    {
        int hidden = config.Int("hidden_size", 768);
        stage.Embedding("input_embeds_layer", config.Int("input_vocab_size", 10_048), hidden, EmbeddingDeviation(hidden));
        AddBlocks(stage, config, hidden, normBias: config.Bool("bias", true), mask: true);
        stage.Linear("lm_head", hidden, config.Int("output_vocab_size", 10_048), bias: false, gain: 2);
    }

    private static void AddBlocks(Layout stage, Settings config, int hidden, bool normBias, bool mask)
    {
        int positions = config.Int("block_size", 1024);
        bool bias = config.Bool("bias", true);
        stage.Embedding("position_embeds_layer", positions, hidden, EmbeddingDeviation(hidden));
        for (int i = 0; i < config.Int("num_layers", 12); i++)
        {
            Layout layer = stage["layers"][i];
            layer.Norm("layernorm_1", hidden, normBias);
            layer.Linear("attn.att_proj", hidden, 3 * hidden, bias);
            layer.Linear("attn.out_proj", hidden, hidden, bias, gain: 0.5);
            if (mask)
                layer.Computed("attn.bias", TensorType.Boolean, at => at % positions <= at / positions ? 1 : 0, 1, 1, positions, positions);
            layer.Norm("layernorm_2", hidden, normBias);
            layer.Linear("mlp.in_proj", hidden, 4 * hidden, bias);
            layer.Linear("mlp.out_proj", 4 * hidden, hidden, bias, gain: 0.5);
        }
        stage.Norm("layernorm_final", hidden, normBias);
    }

    /// <summary>Heads that share these weights then give logits with a deviation of 2.</summary>
    private static double EmbeddingDeviation(int hidden) => 2 / Math.Sqrt(hidden);
}
