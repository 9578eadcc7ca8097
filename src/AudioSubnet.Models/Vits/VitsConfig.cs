using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.HifiGan;

namespace AudioSubnet.Models.Vits;

/// <summary><c>config.json</c> of VITS; the defaults are those of the reference class, which facebook/mms-tts-eng has.</summary>
public sealed record VitsConfig : HifiGanConfig
{
    /// <summary>The defaults.</summary>
    public VitsConfig()
    {
        UpsampleRates = [8, 8, 2, 2];
        UpsampleKernelSizes = [16, 16, 4, 4];
    }

    /// <summary>The family.</summary>
    public string ModelType { get; init; } = "vits";

    /// <summary>Width of the text encoder, the duration predictor and the flow's networks.</summary>
    public int HiddenSize { get; init; } = 192;

    /// <summary>Layers of the text encoder.</summary>
    public int NumHiddenLayers { get; init; } = 6;

    /// <summary>Attention heads of the text encoder.</summary>
    public int NumAttentionHeads { get; init; } = 2;

    /// <summary>How far relative positions reach on either side; null for none.</summary>
    public int? WindowSize { get; init; } = 4;

    /// <summary>Taps of the feed-forward convolutions.</summary>
    public int FfnKernelSize { get; init; } = 3;

    /// <summary>Activation of the feed-forward convolutions.</summary>
    public string HiddenAct { get; init; } = "relu";

    /// <summary>Epsilon of the layer normalisations.</summary>
    public float LayerNormEps { get; init; } = 1e-5f;

    /// <summary>Channels of the latents.</summary>
    public int FlowSize { get; init; } = 192;

    /// <summary>Whether durations are drawn rather than computed.</summary>
    public bool UseStochasticDurationPrediction { get; init; } = true;

    /// <summary>Number of speakers; with one there is no conditioning.</summary>
    public int NumSpeakers { get; init; } = 1;

    /// <summary>Width of a speaker's vector.</summary>
    public int SpeakerEmbeddingSize { get; init; }

    /// <summary>Layers of a stack of depth-wise separable convolutions.</summary>
    public int DepthSeparableNumLayers { get; init; } = 3;

    /// <summary>Bins of the splines.</summary>
    public int DurationPredictorFlowBins { get; init; } = 10;

    /// <summary>Beyond it the splines are the identity.</summary>
    public float DurationPredictorTailBound { get; init; } = 5;

    /// <summary>Taps of the duration predictor's convolutions.</summary>
    public int DurationPredictorKernelSize { get; init; } = 3;

    /// <summary>Spline flows of the duration predictor.</summary>
    public int DurationPredictorNumFlows { get; init; } = 4;

    /// <summary>Coupling layers of the flow.</summary>
    public int PriorEncoderNumFlows { get; init; } = 4;

    /// <summary>Layers of the network in each coupling layer.</summary>
    public int PriorEncoderNumWavenetLayers { get; init; } = 4;

    /// <summary>Taps of its convolutions.</summary>
    public int WavenetKernelSize { get; init; } = 5;

    /// <summary>Factor of the dilation from one of its layers to the next.</summary>
    public int WavenetDilationRate { get; init; } = 1;

    /// <summary>Default speed: 2 is twice as fast.</summary>
    public float SpeakingRate { get; init; } = 1;

    /// <summary>Default variation of the sound.</summary>
    public float NoiseScale { get; init; } = 0.667f;

    /// <summary>Default variation of the durations.</summary>
    public float NoiseScaleDuration { get; init; } = 0.8f;

    /// <summary>Whether speech can be conditioned on a speaker.</summary>
    public bool HasSpeakers => NumSpeakers > 1;

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder)
    {
        Check(ModelType == "vits", $"model_type is '{ModelType}', not 'vits'");
        Check(HiddenSize is > 0 and <= 8192 && NumAttentionHeads > 0 && HiddenSize % NumAttentionHeads == 0, "hidden_size must be a multiple of num_attention_heads");
        Check(NumHiddenLayers is >= 0 and <= 128 && FlowSize is > 0 and <= 8192 && FlowSize % 2 == 0, "num_hidden_layers or flow_size is out of range");
        Check(UpsampleRates.Count is > 0 and <= 16 && UpsampleKernelSizes.Count == UpsampleRates.Count, "upsample_rates and upsample_kernel_sizes must be of one length");
        Check(ResblockKernelSizes.Count is > 0 and <= 16 && ResblockDilationSizes.Count == ResblockKernelSizes.Count, "resblock_kernel_sizes and resblock_dilation_sizes must be of one length");
        Check(UpsampleRates.Zip(UpsampleKernelSizes).All(static pair => pair.First is > 0 and <= 1024 && pair.Second >= pair.First), "an upsampling kernel is shorter than its rate");
        Check(SamplingRate is > 0 and <= 192_000, "sampling_rate is out of range");

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{Path.Combine(folder, "config.json")}: {reason}.");
        }
    }
}
