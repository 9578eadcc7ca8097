namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>VitsModel: MMS-TTS and other VITS checkpoints.</summary>
internal static class VitsLayout
{
    public static void Add(Layout root, Settings config)
    {
        int hidden = config.Int("hidden_size", 192), flow = config.Int("flow_size", 192), speaker = config.Int("speaker_embedding_size", 0);
        int wavenetKernel = config.Int("wavenet_kernel_size", 5);
        AddTextEncoder(root["text_encoder"], config, hidden, flow);
        for (int i = 0; i < config.Int("prior_encoder_num_flows", 4); i++)
        {
            Layout coupling = root["flow"]["flows"][i];
            coupling.Conv1d("conv_pre", flow / 2, hidden, 1);
            AddWaveNet(coupling["wavenet"], hidden, wavenetKernel, config.Int("prior_encoder_num_wavenet_layers", 4), speaker);
            coupling.Conv1d("conv_post", hidden, flow / 2, 1, gain: 0.3);
        }
        HifiGanLayout.AddGenerator(root["decoder"], config, flow, biasAtEnd: false);
        if (config.Bool("use_stochastic_duration_prediction", true))
            AddStochasticDurations(root["duration_predictor"], config, hidden);
        else
            AddPlainDurations(root["duration_predictor"], config, hidden);
        if (speaker != 0)
        {
            root["decoder"].Conv1d("cond", speaker, config.Int("upsample_initial_channel", 512), 1);
            root["duration_predictor"].Conv1d("cond", speaker, hidden, 1);
        }
        Layout posterior = root["posterior_encoder"];
        posterior.Conv1d("conv_pre", config.Int("spectrogram_bins", 513), hidden, 1);
        AddWaveNet(posterior["wavenet"], hidden, wavenetKernel, config.Int("posterior_encoder_num_wavenet_layers", 16), speaker);
        posterior.Conv1d("conv_proj", hidden, 2 * flow, 1);
        if (config.Int("num_speakers", 1) > 1)
            root.Embedding("embed_speaker", config.Int("num_speakers", 1), speaker);
    }

    private static void AddTextEncoder(Layout encoder, Settings config, int hidden, int flow)
    {
        int window = config.Int("window_size", 4), ffn = config.Int("ffn_dim", 768), kernel = config.Int("ffn_kernel_size", 3);
        int perHead = hidden / config.Int("num_attention_heads", 2);
        bool bias = config.Bool("use_bias", true);
        encoder.Embedding("embed_tokens", config.Int("vocab_size", 38), hidden, 1 / Math.Sqrt(hidden)); // multiplied by √hidden by the model
        for (int i = 0; i < config.Int("num_hidden_layers", 6); i++)
        {
            Layout layer = encoder["encoder"]["layers"][i];
            layer.Normal("attention.emb_rel_k", 1 / Math.Sqrt(perHead), 1, (2 * window) + 1, perHead);
            layer.Normal("attention.emb_rel_v", 1 / Math.Sqrt(perHead), 1, (2 * window) + 1, perHead);
            foreach (string name in (string[])["k_proj", "v_proj", "q_proj", "out_proj"])
                layer.Linear($"attention.{name}", hidden, hidden, bias);
            layer.Norm("layer_norm", hidden);
            layer.Conv1d("feed_forward.conv_1", hidden, ffn, kernel);
            layer.Conv1d("feed_forward.conv_2", ffn, hidden, kernel);
            layer.Norm("final_layer_norm", hidden);
        }
        encoder.Conv1d("project", hidden, 2 * flow, 1, gain: 0.3);
    }

    private static void AddWaveNet(Layout wavenet, int hidden, int kernel, int layers, int speaker)
    {
        for (int i = 0; i < layers; i++)
        {
            wavenet["in_layers"].WeightNormConv1d($"{i}", 2 * hidden, hidden, kernel, 2 * hidden);
            int output = i < layers - 1 ? 2 * hidden : hidden;
            wavenet["res_skip_layers"].WeightNormConv1d($"{i}", output, hidden, 1, output);
        }
        if (speaker != 0)
            wavenet.WeightNormConv1d("cond_layer", 2 * hidden * layers, speaker, 1, 2 * hidden * layers);
    }

    private static void AddStochasticDurations(Layout predictor, Settings config, int hidden)
    {
        AddDilatedDepthSeparable(predictor["conv_dds"], config, hidden);
        predictor.Conv1d("conv_pre", hidden, hidden, 1);
        predictor.Conv1d("conv_proj", hidden, hidden, 1);
        AddDurationFlows(predictor["flows"], config, hidden);
        AddDilatedDepthSeparable(predictor["post_conv_dds"], config, hidden);
        predictor.Conv1d("post_conv_pre", 1, hidden, 1);
        predictor.Conv1d("post_conv_proj", hidden, hidden, 1);
        AddDurationFlows(predictor["post_flows"], config, hidden);
    }

    private static void AddDurationFlows(Layout flows, Settings config, int hidden)
    {
        // Run backwards, the first flow comes last: log duration = (z - translate) / e^log_scale. These make it 0.45 ± 0.2, mostly two frames a token as in speech.
        flows[0].Constant("log_scale", 1.5, 2, 1);
        flows[0].Constant("translate", -2, 2, 1);
        for (int i = 1; i <= config.Int("duration_predictor_num_flows", 4); i++)
        {
            flows[i].Conv1d("conv_pre", 1, hidden, 1);
            AddDilatedDepthSeparable(flows[i]["conv_dds"], config, hidden);
            flows[i].Conv1d("conv_proj", hidden, (3 * config.Int("duration_predictor_flow_bins", 10)) - 1, 1);
        }
    }

    private static void AddDilatedDepthSeparable(Layout block, Settings config, int hidden)
    {
        for (int i = 0; i < config.Int("depth_separable_num_layers", 3); i++)
        {
            block.Conv1d($"convs_dilated.{i}", hidden, hidden, config.Int("duration_predictor_kernel_size", 3), groups: hidden);
            block.Conv1d($"convs_pointwise.{i}", hidden, hidden, 1);
            block.Norm($"norms_1.{i}", hidden);
            block.Norm($"norms_2.{i}", hidden);
        }
    }

    private static void AddPlainDurations(Layout predictor, Settings config, int hidden)
    {
        int filters = config.Int("duration_predictor_filter_channels", 256), kernel = config.Int("duration_predictor_kernel_size", 3);
        predictor.Conv1d("conv_1", hidden, filters, kernel);
        predictor.Norm("norm_1", filters);
        predictor.Conv1d("conv_2", filters, filters, kernel);
        predictor.Norm("norm_2", filters);
        predictor.Normal("proj.weight", 0.3 / Math.Sqrt(filters), 1, filters, 1);
        predictor.Constant("proj.bias", 0.45, 1);
    }
}
