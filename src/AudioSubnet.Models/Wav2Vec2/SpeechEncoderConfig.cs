using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>
/// <c>config.json</c> of the models that share wav2vec 2.0's encoder: wav2vec2, HuBERT, WavLM. The defaults are those of the reference classes.
/// </summary>
public record SpeechEncoderConfig
{
    /// <summary>The family: "wav2vec2", "hubert", "wavlm".</summary>
    public string ModelType { get; init; } = "";

    /// <summary>Width of the transformer.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Layers of the transformer.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Attention heads.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Width inside the feed-forward blocks.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Activation of the feed-forward blocks.</summary>
    public string HiddenAct { get; init; } = "gelu";

    /// <summary>Epsilon of the layer normalisations.</summary>
    public float LayerNormEps { get; init; } = 1e-5f;

    /// <summary>"group": a norm over time after the first convolution; "layer": a norm over channels after each.</summary>
    public string FeatExtractNorm { get; init; } = "group";

    /// <summary>Activation of the convolutions.</summary>
    public string FeatExtractActivation { get; init; } = "gelu";

    /// <summary>Channels of each convolution.</summary>
    public IReadOnlyList<int> ConvDim { get; init; } = [512, 512, 512, 512, 512, 512, 512];

    /// <summary>Stride of each convolution, in samples of its input.</summary>
    public IReadOnlyList<int> ConvStride { get; init; } = [5, 2, 2, 2, 2, 2, 2];

    /// <summary>Taps of each convolution.</summary>
    public IReadOnlyList<int> ConvKernel { get; init; } = [10, 3, 3, 3, 3, 2, 2];

    /// <summary>Whether the projection of the features has a norm before it (HuBERT may not).</summary>
    public bool FeatProjLayerNorm { get; init; } = true;

    /// <summary>Taps of the positional convolution.</summary>
    public int NumConvPosEmbeddings { get; init; } = 128;

    /// <summary>Groups of the positional convolution.</summary>
    public int NumConvPosEmbeddingGroups { get; init; } = 16;

    /// <summary>Norm before each block instead of after (the large models).</summary>
    public bool DoStableLayerNorm { get; init; }

    /// <summary>Samples from one frame to the next: the product of the strides.</summary>
    public int SamplesPerFrame => ConvStride.Aggregate(1, static (product, stride) => product * stride);

    /// <summary>The fewest samples that give a frame.</summary>
    public int MinSamples => SamplesFor(1);

    /// <summary>Frames that a number of samples gives; 0 or less for too few.</summary>
    public int Frames(int samples)
    {
        for (int i = 0; i < ConvKernel.Count; i++)
            samples = samples < ConvKernel[i] ? 0 : (samples - ConvKernel[i]) / ConvStride[i] + 1;
        return samples;
    }

    /// <summary>The fewest samples that give a number of frames.</summary>
    public int SamplesFor(int frames)
    {
        for (int i = ConvKernel.Count - 1; i >= 0; i--)
            frames = (frames - 1) * ConvStride[i] + ConvKernel[i];
        return frames;
    }

    /// <summary>Checks that the numbers make a model.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public virtual void Validate(string folder)
    {
        Check(folder, HiddenSize is > 0 and <= 8192 && NumAttentionHeads > 0 && HiddenSize % NumAttentionHeads == 0, "hidden_size must be a multiple of num_attention_heads");
        Check(folder, NumHiddenLayers is >= 0 and <= 128 && IntermediateSize is > 0 and <= 65536, "num_hidden_layers and intermediate_size are out of range");
        Check(folder, ConvDim.Count is > 0 and <= 32 && ConvStride.Count == ConvDim.Count && ConvKernel.Count == ConvDim.Count, "conv_dim, conv_stride and conv_kernel must be of one length");
        Check(folder, ConvDim.Concat(ConvStride).Concat(ConvKernel).All(value => value is > 0 and <= 8192), "a convolution's size is out of range");
        Check(folder, NumConvPosEmbeddings is > 0 and <= 4096 && NumConvPosEmbeddingGroups > 0 && HiddenSize % NumConvPosEmbeddingGroups == 0, "the positional convolution's sizes do not fit");
        Check(folder, FeatExtractNorm is "group" or "layer", $"feat_extract_norm is '{FeatExtractNorm}'; 'group' and 'layer' are known");
    }

    /// <summary>Throws with the reason if a condition does not hold.</summary>
    private protected static void Check(string folder, bool holds, string reason)
    {
        if (!holds)
            throw new CheckpointException($"{Path.Combine(folder, "config.json")}: {reason}.");
    }
}
