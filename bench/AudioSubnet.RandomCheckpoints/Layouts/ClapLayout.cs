using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>ClapModel: a Swin audio tower (HTS-AT) and a RoBERTa text tower.</summary>
internal static class ClapLayout
{
    public static void Add(Layout root, Settings config)
    {
        Settings audio = config.Nested("audio_config"), text = config.Nested("text_config");
        AddAudio(root["audio_model"]["audio_encoder"], audio);
        AddText(root["text_model"], text);
        int projection = config.Int("projection_dim", 512);
        AddProjection(root["audio_projection"], audio.Int("hidden_size", 768), projection);
        AddProjection(root["text_projection"], text.Int("hidden_size", 768), projection);
        root.Constant("logit_scale_a", Math.Log(config.Number("logit_scale_init_value", 14.285714285714285)));
        root.Constant("logit_scale_t", Math.Log(config.Number("logit_scale_init_value", 14.285714285714285)));
    }

    private static void AddAudio(Layout encoder, Settings config)
    {
        int width = config.Int("patch_embeds_hidden_size", 96), patch = config.Int("patch_size", 4), window = config.Int("window_size", 8);
        int[] depths = config.Ints("depths", [2, 2, 6, 2]), heads = config.Ints("num_attention_heads", [4, 8, 16, 32]);
        encoder.BatchNorm("batch_norm", config.Int("num_mel_bins", 64));
        encoder.Normal("patch_embed.proj.weight", 1.0 / patch, width, 1, patch, patch);
        encoder.Normal("patch_embed.proj.bias", 0.02, width);
        encoder.Norm("patch_embed.norm", width);
        for (int stage = 0; stage < depths.Length; stage++)
        {
            for (int i = 0; i < depths[stage]; i++)
                AddBlock(encoder["layers"][stage]["blocks"][i], width, heads[stage], window, (int)(width * config.Number("mlp_ratio", 4)));
            if (stage == depths.Length - 1)
                break;
            encoder["layers"][stage].Norm("downsample.norm", 4 * width);
            encoder["layers"][stage].Linear("downsample.reduction", 4 * width, 2 * width, bias: false);
            width *= 2;
        }
        encoder.Norm("norm", width);
    }

    private static void AddBlock(Layout block, int width, int heads, int window, int inner)
    {
        int area = window * window, side = (2 * window) - 1;
        foreach (string name in (string[])["query", "key", "value"])
            block.Linear($"attention.self.{name}", width, width);
        block.Normal("attention.self.relative_position_bias_table", 0.5, side * side, heads);
        // The row of the table for two places of a window: how far apart they are, down and across.
        block.Computed("attention.self.relative_position_index", TensorType.Int64, at =>
        {
            long from = at / area, to = at % area;
            return (((from / window) - (to / window) + window - 1) * side) + (from % window) - (to % window) + window - 1;
        }, area, area);
        block.Linear("attention.output.dense", width, width);
        block.Norm("layernorm_before", width);
        block.Norm("layernorm_after", width);
        block.Linear("intermediate.dense", width, inner);
        block.Linear("output.dense", inner, width);
    }

    private static void AddText(Layout text, Settings config)
    {
        int width = config.Int("hidden_size", 768), inner = config.Int("intermediate_size", 3072);
        int positions = config.Int("max_position_embeddings", 514);
        Layout embeddings = text["embeddings"];
        embeddings.Embedding("word_embeddings", config.Int("vocab_size", 50_265), width);
        embeddings.Embedding("position_embeddings", positions, width);
        embeddings.Embedding("token_type_embeddings", config.Int("type_vocab_size", 1), width);
        embeddings.Norm("LayerNorm", width);
        embeddings.Computed("position_ids", TensorType.Int64, at => at, 1, positions);
        embeddings.Computed("token_type_ids", TensorType.Int64, _ => 0, 1, positions);
        for (int i = 0; i < config.Int("num_hidden_layers", 12); i++)
        {
            Layout layer = text["encoder"]["layer"][i];
            foreach (string name in (string[])["query", "key", "value"])
                layer.Linear($"attention.self.{name}", width, width);
            layer.Linear("attention.output.dense", width, width);
            layer.Norm("attention.output.LayerNorm", width);
            layer.Linear("intermediate.dense", width, inner);
            layer.Linear("output.dense", inner, width);
            layer.Norm("output.LayerNorm", width);
        }
        text.Linear("pooler.dense", width, width);
    }

    private static void AddProjection(Layout projection, int width, int output)
    {
        projection.Linear("linear1", width, output);
        projection.Linear("linear2", output, output);
    }
}
