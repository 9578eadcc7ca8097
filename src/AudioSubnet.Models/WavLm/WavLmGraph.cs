using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.WavLm;

/// <summary>WavLM with an x-vector head (Snyder et al. 2018): waveforms to speaker embeddings.</summary>
internal static class WavLmGraph
{
    /// <summary>
    /// Inputs: "input_values" [B, samples], "frame_mask" [B, T] (1 for what is heard), "pooled_lengths" int64 [B] (frames of the head that are averaged).
    /// Outputs: "out.embeddings" [B, width], "out.logits" [B, width].
    /// </summary>
    public static ModelGraph Build(ICheckpoint checkpoint, WavLmConfig config, Precision precision, WeightOptions? weights = null, bool taps = false)
    {
        using GraphBuilder graph = new("wavlm", taps);
        Scope root = graph.Scope(checkpoint, weights);
        Scope s = root["wavlm"];
        var encoder = new SpeechEncoder(config, precision != Precision.Float32);
        Tensor waveform = graph.Input("input_values", TensorType.Float32, "batch", "samples");
        Tensor mask = graph.Input("frame_mask", TensorType.Float32, "batch", "frames");
        Tensor pooled = graph.Input("pooled_lengths", TensorType.Int64, "batch");

        Tensor x = encoder.Project(s["feature_projection"], encoder.Features(s["feature_extractor"], waveform));
        x *= mask.Unsqueeze(2);
        var attention = new GatedPositionAttention(config, encoder, s["encoder"]["layers"][0]["attention"], x.Length(1), mask);
        List<Tensor> states = encoder.Transform(s["encoder"], x, config.NumHiddenLayers, attention.Attend);
        graph.Tap("mid.hidden_states.0", states[0]);
        graph.Tap("mid.hidden_states.1", states[Math.Min(1, states.Count - 1)]);
        graph.Tap("out.last_hidden_state", states[^1]);

        x = graph.Tap("mid.projector_in", config.UseWeightedLayerSum ? Mixture(root, states) : states[^1]);
        x = graph.Tap("mid.projector", root.Linear("projector", x));
        for (int i = 0; i < config.TdnnDim.Count; i++)
            x = graph.Tap($"mid.tdnn.{i}", TimeDelay(root["tdnn"][i], x, config.TdnnKernel[i], config.TdnnDilation[i]));
        x = graph.Tap("mid.statistic_pooling", Statistics(x, pooled));
        Tensor embeddings = root.Linear("feature_extractor", x); // the head's linear layer has this name, too
        graph.Output("out.embeddings", embeddings);
        graph.Output("out.logits", root.Linear("classifier", embeddings));
        return graph.Build();
    }

    /// <summary>The layers' states, mixed with learned weights.</summary>
    private static Tensor Mixture(Scope root, List<Tensor> states)
    {
        Tensor weights = root.Weight("layer_weights", states.Count).Softmax();
        Tensor sum = states[0] * weights.Slice(0, 0, 1);
        for (int i = 1; i < states.Count; i++)
            sum += states[i] * weights.Slice(0, i, i + 1);
        return sum;
    }

    /// <summary>A dilated convolution [B, T, in] to [B, T', out] that is stored as a linear layer over the taps, the first tap's channels first.</summary>
    private static Tensor TimeDelay(Scope s, Tensor x, int kernel, int dilation)
    {
        CheckpointTensor stored = s.Stored("kernel.weight");
        int outputs = (int)stored.Shape[0], inputs = (int)stored.Shape[1] / kernel;
        Tensor weight = s.ComputedWeight("kernel.conv", [outputs, inputs, kernel], destination =>
        {
            float[] linear = stored.ToFloats();
            for (int o = 0; o < outputs; o++)
                for (int tap = 0; tap < kernel; tap++)
                    for (int i = 0; i < inputs; i++)
                        destination[(o * inputs + i) * kernel + tap] = linear[(o * kernel + tap) * inputs + i];
        });
        return x.Transpose(1, 2).Conv1d(weight, s["kernel"].OptionalWeight("bias"), dilation: dilation).Relu().Transpose(1, 2);
    }

    /// <summary>Mean and standard deviation (with N - 1) over the first frames of each row: [B, T, C] to [B, 2 C].</summary>
    private static Tensor Statistics(Tensor x, Tensor lengths)
    {
        Tensor inside = x.Length(1).Range().Unsqueeze(0).Less(lengths.Unsqueeze(1)).Cast(TensorType.Float32).Unsqueeze(2); // [B, T, 1]
        Tensor count = lengths.Cast(TensorType.Float32).Unsqueeze(1);
        Tensor mean = (x * inside).Sum(1) / count;
        Tensor deviation = (((x - mean.Unsqueeze(1)) * inside).SumOfSquares(1) / (count - 1)).Sqrt();
        return Tensor.Concat(1, mean, deviation);
    }
}
