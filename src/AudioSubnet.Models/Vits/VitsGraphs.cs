using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.HifiGan;

namespace AudioSubnet.Models.Vits;

/// <summary>
/// VITS (Kim, Kong and Son, 2021) in three graphs: text to prior and durations; flow to latents; latents to samples. Between the first and the second, durations become whole
/// frames, which decides all later lengths.
/// </summary>
/// <remarks>
/// In models with several speakers each graph has the inputs "speaker_id" [1] and "speaker_weight" [1]: 1 to condition on the speaker, 0 for the reference's behaviour
/// without one, where nothing is added at all.
/// </remarks>
internal sealed class VitsGraphs(ICheckpoint checkpoint, VitsConfig config, WeightOptions weights, bool taps = false)
{
    // Precision is for the text's matrix products; the rest is convolutions.
    private readonly WeightOptions _wide = weights with { Precision = Precision.Float32 };

    /// <summary>"input_ids" [B, T], "attention_mask" [B, T] and, if durations are drawn, "noise" [B, 2, T] to "prior_means", "prior_log_variances" [B, T, F] and "log_duration" [B, 1, T].</summary>
    public ModelGraph Text()
    {
        using GraphBuilder graph = new("vits_text", taps);
        Scope s = graph.Scope(checkpoint, weights);
        Tensor ids = graph.Input("input_ids", TensorType.Int64, "batch", "tokens");
        Tensor mask = graph.Input("attention_mask", TensorType.Float32, "batch", "tokens").Unsqueeze(2);
        Speaker speaker = new(s, config);
        (Tensor hidden, Tensor means, Tensor logVariances) = new TextEncoder(config).Build(s["text_encoder"], ids, mask);

        Scope predictor = s["duration_predictor"];
        DurationPredictors predictors = new(config);
        Tensor channels = hidden.Transpose(1, 2), channelMask = mask.Transpose(1, 2), condition = speaker.Map(predictor, "cond");
        Tensor logDuration = config.UseStochasticDurationPrediction
            ? predictors.Stochastic(predictor, channels, channelMask, graph.Input("noise", TensorType.Float32, "batch", 2, "tokens"), condition)
            : predictors.Plain(predictor, channels, channelMask, condition);
        graph.Output("prior_means", means);
        graph.Output("prior_log_variances", logVariances);
        graph.Output("log_duration", logDuration);
        return graph.Build();
    }

    /// <summary>"prior_latents" [B, F, T] and "mask" [B, 1, T] to "frames" [B, T, F].</summary>
    public ModelGraph Flow()
    {
        using GraphBuilder graph = new("vits_flow", taps);
        Scope s = graph.Scope(checkpoint, _wide);
        Tensor latents = graph.Input("prior_latents", TensorType.Float32, "batch", config.FlowSize, "frames");
        Tensor mask = graph.Input("mask", TensorType.Float32, "batch", 1, "frames");
        Speaker speaker = new(s, config);
        latents = new ResidualFlow(config).Invert(s["flow"], latents, mask, wavenet => speaker.Map(wavenet, "cond_layer"));
        graph.Tap("mid.flow_out", latents);
        graph.Output("frames", (latents * mask).Transpose(1, 2));
        return graph.Build();
    }

    /// <summary>"frames" [B, T, F] to "waveform" [B, T · hop].</summary>
    public ModelGraph Decoder()
    {
        using GraphBuilder graph = new("vits_decoder", taps);
        Scope s = graph.Scope(checkpoint, _wide);
        Tensor frames = graph.Input("frames", TensorType.Float32, "batch", "frames", config.FlowSize);
        Tensor condition = new Speaker(s, config).Map(s["decoder"], "cond");
        graph.Output("waveform", HifiGanGenerator.Build(s["decoder"], config, frames.Transpose(1, 2), condition));
        return graph.Build();
    }

    /// <summary>The conditioning on a speaker.</summary>
    private readonly struct Speaker
    {
        private readonly Tensor _vector;
        private readonly Tensor _weight;

        public Speaker(Scope s, VitsConfig config)
        {
            if (!config.HasSpeakers)
                return;
            _vector = s.Embedding("embed_speaker", s.Builder.Input("speaker_id", TensorType.Int64, 1)).Unsqueeze(2); // [1, width, 1]
            _weight = s.Builder.Input("speaker_weight", TensorType.Float32, 1);
        }

        /// <summary>The speaker's vector, mapped by a layer of a scope; default in models with one speaker.</summary>
        public Tensor Map(Scope s, string layer) => _vector.IsPresent ? s.Conv1d(layer, _vector) * _weight : default;
    }
}
