using System.Text.Json.Nodes;
using AudioSubnet.RandomCheckpoints.Layouts;
using AudioSubnet.RandomCheckpoints.Tokens;

namespace AudioSubnet.RandomCheckpoints;

/// <summary>A published checkpoint that can be stood in for.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Stands">The checkpoint on the hub that it has the size of.</param>
/// <param name="Config">Its config.json, without what only training reads.</param>
/// <param name="AddTensors">Lists its tensors.</param>
/// <param name="WriteFiles">Writes its tokenizer and generation files.</param>
internal sealed record CheckpointFamily(string Name, string Stands, string Config, Action<Layout, Settings> AddTensors, Action<string, Settings> WriteFiles)
{
    private const string SpeechEncoder = """
        "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072, "hidden_act": "gelu", "layer_norm_eps": 1e-05, "vocab_size": 32,
        "conv_dim": [512, 512, 512, 512, 512, 512, 512], "conv_kernel": [10, 3, 3, 3, 3, 2, 2], "conv_stride": [5, 2, 2, 2, 2, 2, 2], "conv_bias": false,
        "feat_extract_norm": "group", "feat_extract_activation": "gelu", "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 16, "do_stable_layer_norm": false,
        "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2
        """;

    private const string Codec24 = """
        { "model_type": "encodec", "sampling_rate": 24000, "audio_channels": 1, "num_filters": 32, "hidden_size": 128, "codebook_size": 1024, "codebook_dim": 128, "num_lstm_layers": 2,
          "num_residual_layers": 1, "compress": 2, "kernel_size": 7, "last_kernel_size": 7, "residual_kernel_size": 3, "dilation_growth_rate": 2, "upsampling_ratios": [8, 5, 4, 2],
          "target_bandwidths": [1.5, 3.0, 6.0, 12.0, 24.0], "use_causal_conv": true, "use_conv_shortcut": true, "pad_mode": "reflect", "norm_type": "weight_norm", "normalize": false,
          "trim_right_ratio": 1.0, "chunk_length_s": null, "overlap": null }
        """;

    private const string Codec32 = """
        { "model_type": "encodec", "sampling_rate": 32000, "audio_channels": 1, "num_filters": 64, "hidden_size": 128, "codebook_size": 2048, "codebook_dim": 128, "num_lstm_layers": 2,
          "num_residual_layers": 1, "compress": 2, "kernel_size": 7, "last_kernel_size": 7, "residual_kernel_size": 3, "dilation_growth_rate": 2, "upsampling_ratios": [8, 5, 4, 4],
          "target_bandwidths": [2.2], "use_causal_conv": false, "use_conv_shortcut": false, "pad_mode": "reflect", "norm_type": "weight_norm", "normalize": false,
          "trim_right_ratio": 1.0, "chunk_length_s": null, "overlap": null }
        """;

    public static IReadOnlyList<CheckpointFamily> All { get; } =
    [
        new("mms-tts", "facebook/mms-tts-eng", """
            { "model_type": "vits", "architectures": ["VitsModel"], "vocab_size": 38, "hidden_size": 192, "num_hidden_layers": 6, "num_attention_heads": 2, "window_size": 4, "use_bias": true,
              "ffn_dim": 768, "ffn_kernel_size": 3, "hidden_act": "relu", "layer_norm_eps": 1e-05, "flow_size": 192, "spectrogram_bins": 513, "use_stochastic_duration_prediction": true,
              "num_speakers": 1, "speaker_embedding_size": 0, "upsample_initial_channel": 512, "upsample_rates": [8, 8, 2, 2], "upsample_kernel_sizes": [16, 16, 4, 4],
              "resblock_kernel_sizes": [3, 7, 11], "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "leaky_relu_slope": 0.1, "depth_separable_channels": 2,
              "depth_separable_num_layers": 3, "duration_predictor_flow_bins": 10, "duration_predictor_tail_bound": 5.0, "duration_predictor_kernel_size": 3,
              "duration_predictor_num_flows": 4, "duration_predictor_filter_channels": 256, "prior_encoder_num_flows": 4, "prior_encoder_num_wavenet_layers": 4,
              "posterior_encoder_num_wavenet_layers": 16, "wavenet_kernel_size": 5, "wavenet_dilation_rate": 1, "noise_scale": 0.667, "noise_scale_duration": 0.8, "speaking_rate": 1.0,
              "sampling_rate": 16000, "torch_dtype": "float32" }
            """, VitsLayout.Add, VocabularyFiles.WriteVits),
        new("speecht5-tts", "microsoft/speecht5_tts", """
            { "model_type": "speecht5", "architectures": ["SpeechT5ForTextToSpeech"], "vocab_size": 81, "hidden_size": 768, "encoder_layers": 12, "encoder_attention_heads": 12, "encoder_ffn_dim": 3072,
              "decoder_layers": 6, "decoder_attention_heads": 12, "decoder_ffn_dim": 3072, "hidden_act": "gelu", "layer_norm_eps": 1e-05, "scale_embedding": false, "num_mel_bins": 80,
              "speech_decoder_prenet_layers": 2, "speech_decoder_prenet_units": 256, "speech_decoder_prenet_dropout": 0.5, "speaker_embedding_dim": 512, "speech_decoder_postnet_layers": 5,
              "speech_decoder_postnet_units": 256, "speech_decoder_postnet_kernel": 5, "reduction_factor": 2, "max_speech_positions": 1876, "max_text_positions": 600,
              "encoder_max_relative_position": 160, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "decoder_start_token_id": 2, "is_encoder_decoder": true, "torch_dtype": "float32" }
            """, SpeechT5Layout.Add, VocabularyFiles.WriteSpeechT5),
        new("speecht5-hifigan", "microsoft/speecht5_hifigan", """
            { "model_type": "hifigan", "architectures": ["SpeechT5HifiGan"], "model_in_dim": 80, "sampling_rate": 16000, "upsample_initial_channel": 512, "upsample_rates": [4, 4, 4, 4],
              "upsample_kernel_sizes": [8, 8, 8, 8], "resblock_kernel_sizes": [3, 7, 11], "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5], [1, 3, 5]], "leaky_relu_slope": 0.1,
              "normalize_before": true, "torch_dtype": "float32" }
            """, HifiGanLayout.Add, VocabularyFiles.WriteNothing),
        new("wav2vec2", "facebook/wav2vec2-base-960h", $$"""{ "model_type": "wav2vec2", "architectures": ["Wav2Vec2ForCTC"], {{SpeechEncoder}} }""",
            SpeechEncoderLayout.AddWav2Vec2, VocabularyFiles.WriteCtc),
        new("hubert", "facebook/hubert-base-ls960", $$"""{ "model_type": "hubert", "architectures": ["HubertModel"], {{SpeechEncoder}} }""",
            SpeechEncoderLayout.AddHubert, VocabularyFiles.WriteFeatureExtractor),
        new("wavlm-sv", "microsoft/wavlm-base-plus-sv", $$"""
            { "model_type": "wavlm", "architectures": ["WavLMForXVector"], {{SpeechEncoder}}, "num_buckets": 320, "max_bucket_distance": 800, "use_weighted_layer_sum": true,
              "tdnn_dim": [512, 512, 512, 512, 1500], "tdnn_kernel": [5, 3, 3, 1, 1], "tdnn_dilation": [1, 2, 3, 1, 1], "xvector_output_dim": 512 }
            """, SpeechEncoderLayout.AddWavLmSpeaker, VocabularyFiles.WriteFeatureExtractor),
        new("encodec-24k", "facebook/encodec_24khz", Codec24, EncodecLayout.Add, VocabularyFiles.WriteCodec),
        new("encodec-32k", "facebook/encodec_32khz", Codec32, EncodecLayout.Add, VocabularyFiles.WriteCodec),
        Bark("bark-small", "suno/bark-small", 768, 12, 12),
        Bark("bark", "suno/bark", 1024, 24, 16),
        new("bark-voice-cloning", "GitMylo/bark-voice-cloning", """{ "input_size": 768, "hidden_size": 1024, "output_size": 10000 }""", SemanticQuantizerLayout.Add, SemanticQuantizerLayout.Rename),
        MusicGen("musicgen-small", "facebook/musicgen-small", 1024, 24, 16),
        MusicGen("musicgen-medium", "facebook/musicgen-medium", 1536, 48, 24),
        MusicGen("musicgen-large", "facebook/musicgen-large", 2048, 48, 32),
        new("clap", "laion/clap-htsat-unfused", """
            { "model_type": "clap", "architectures": ["ClapModel"], "projection_dim": 512, "projection_hidden_act": "relu", "logit_scale_init_value": 14.285714285714285,
              "audio_config": { "model_type": "clap_audio_model", "hidden_size": 768, "patch_embeds_hidden_size": 96, "depths": [2, 2, 6, 2], "num_attention_heads": [4, 8, 16, 32], "projection_dim": 512 },
              "text_config": { "model_type": "clap_text_model", "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072, "vocab_size": 50265,
                "max_position_embeddings": 514, "type_vocab_size": 1, "pad_token_id": 1, "projection_dim": 512 } }
            """, ClapLayout.Add, VocabularyFiles.WriteClap),
    ];

    /// <summary>Writes the checkpoint's folder.</summary>
    /// <returns>Number of weights.</returns>
    public long Write(string folder, int seed)
    {
        JsonObject config = JsonNode.Parse(Config)!.AsObject();
        var layout = new Layout();
        AddTensors(layout, new Settings(config));
        CheckpointWriter.Write(folder, layout.Tensors, seed);
        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(new() { WriteIndented = true }));
        WriteFiles(folder, new Settings(config));
        return layout.Tensors.Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length));
    }

    private static CheckpointFamily Bark(string name, string stands, int hidden, int layers, int heads)
    {
        string stage = $$"""
            "hidden_size": {{hidden}}, "num_layers": {{layers}}, "num_heads": {{heads}}, "block_size": 1024, "bias": false
            """;
        return new(name, stands, $$"""
            { "model_type": "bark", "architectures": ["BarkModel"],
              "semantic_config": { "model_type": "semantic", {{stage}}, "input_vocab_size": 129600, "output_vocab_size": 10048 },
              "coarse_acoustics_config": { "model_type": "coarse_acoustics", {{stage}}, "input_vocab_size": 12096, "output_vocab_size": 12096 },
              "fine_acoustics_config": { "model_type": "fine_acoustics", {{stage}}, "input_vocab_size": 1056, "output_vocab_size": 1056, "n_codes_total": 8, "n_codes_given": 1 },
              "codec_config": {{Codec24}} }
            """, BarkLayout.Add, VocabularyFiles.WriteBark);
    }

    private static CheckpointFamily MusicGen(string name, string stands, int hidden, int layers, int heads) => new(name, stands, $$"""
        { "model_type": "musicgen", "architectures": ["MusicgenForConditionalGeneration"], "is_encoder_decoder": true, "torch_dtype": "float32",
          "text_encoder": { "model_type": "t5", "d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12, "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128,
            "layer_norm_epsilon": 1e-06, "feed_forward_proj": "relu", "dense_act_fn": "relu", "is_gated_act": false, "vocab_size": 32128, "pad_token_id": 0, "eos_token_id": 1 },
          "decoder": { "model_type": "musicgen_decoder", "hidden_size": {{hidden}}, "num_hidden_layers": {{layers}}, "num_attention_heads": {{heads}}, "ffn_dim": {{4 * hidden}}, "activation_function": "gelu",
            "max_position_embeddings": 2048, "num_codebooks": 4, "vocab_size": 2048, "audio_channels": 1, "scale_embedding": false, "pad_token_id": 2048, "bos_token_id": 2048 },
          "audio_encoder": {{Codec32}} }
        """, MusicGenLayout.Add, VocabularyFiles.WriteMusicGen);
}
