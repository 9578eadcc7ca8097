using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>
/// The encoder of wav2vec 2.0 (Baevski et al. 2020), which HuBERT and WavLM share: convolutions over the waveform, a positional convolution, and a transformer.
/// Its taps carry the reference's names.
/// </summary>
/// <remarks>
/// In 8 bits both sides of the linear layers' products are quantised, the activations at run time: for 1500 frames on AVX-512 that is four times as fast as fp32, while weights in 8 bits
/// alone gain a quarter. The convolutions stay in fp32: in 8 bits, as products over windows, they were four times as fast, too, but frames that are quiet beside the loudest lost so much
/// that the norm after them, which brings every frame to one level, made it heard.
/// </remarks>
internal sealed class SpeechEncoder(SpeechEncoderConfig config, bool bytes = false)
{
    /// <summary>Waveform [B, samples] to features [B, C, T], one frame for each 20 ms.</summary>
    public Tensor Features(Scope s, Tensor waveform)
    {
        Tensor x = waveform.Unsqueeze(1);
        for (int i = 0; i < config.ConvDim.Count; i++)
        {
            Scope layer = s["conv_layers"][i];
            x = layer.Conv1d("conv", x, config.ConvStride[i]);
            if (config.FeatExtractNorm == "layer")
                x = layer.LayerNorm("layer_norm", x.Transpose(1, 2)).Transpose(1, 2);
            else if (i == 0) // a group for each channel is instance normalisation
                x = x.Builder.Node("InstanceNormalization", [x, layer["layer_norm"].Weight("weight", config.ConvDim[0]), layer["layer_norm"].Weight("bias", config.ConvDim[0])], ("epsilon", 1e-5f));
            x = x.Activation(config.FeatExtractActivation);
        }
        return x.Builder.Tap("mid.feature_extractor", x);
    }

    /// <summary>Features [B, C, T] to the transformer's width: [B, T, H].</summary>
    public Tensor Project(Scope s, Tensor features)
    {
        Tensor x = features.Transpose(1, 2);
        if (config.FeatProjLayerNorm)
            x = s.LayerNorm("layer_norm", x, config.LayerNormEps);
        x = Linear(s, "projection", x);
        return x.Builder.Tap("mid.feature_projection", x);
    }

    /// <summary>The transformer: [B, T, H] to the states before the first layer and after each.</summary>
    /// <param name="s">Scope of the encoder.</param>
    /// <param name="x">[B, T, H].</param>
    /// <param name="layers">How many layers to run.</param>
    /// <param name="attention">Self-attention of a layer, by its scope and index.</param>
    public List<Tensor> Transform(Scope s, Tensor x, int layers, Func<Scope, int, Tensor, Tensor> attention)
    {
        x += x.Builder.Tap("mid.pos_conv", PositionalConvolution(s["pos_conv_embed"], x));
        if (!config.DoStableLayerNorm)
            x = s.LayerNorm("layer_norm", x, config.LayerNormEps);
        var states = new List<Tensor> { x };
        for (int i = 0; i < layers; i++)
            states.Add(x = Layer(s["layers"][i], i, x, attention));
        if (config.DoStableLayerNorm && layers == config.NumHiddenLayers)
            states[^1] = s.LayerNorm("layer_norm", x, config.LayerNormEps);
        return states;
    }

    /// <summary>Plain multi-head self-attention: [B, T, H].</summary>
    public Tensor SelfAttention(Scope s, int layer, Tensor x)
    {
        Tensor[] heads = Linears(s, x, "q_proj", "k_proj", "v_proj");
        Tensor context = x.Builder.Node("com.microsoft.MultiHeadAttention", heads, ("num_heads", config.NumAttentionHeads));
        return Linear(s, "out_proj", context);
    }

    /// <summary>A linear layer in the encoder's precision.</summary>
    public Tensor Linear(Scope s, string name, Tensor x) => Linears(s, x, name)[0];

    /// <summary>Linear layers over one input, in the encoder's precision.</summary>
    public Tensor[] Linears(Scope s, Tensor x, params ReadOnlySpan<string> names)
    {
        var results = new Tensor[names.Length];
        ByteActivations quantized = bytes ? x.ToBytes() : default;
        for (int i = 0; i < names.Length; i++)
            results[i] = bytes ? s.Linear(names[i], quantized) : s.Linear(names[i], x);
        return results;
    }

    /// <summary>Positions by a grouped convolution over 2.5 s: [B, T, H]. An even kernel gives a frame too many, which is dropped.</summary>
    private Tensor PositionalConvolution(Scope s, Tensor x)
    {
        int kernel = config.NumConvPosEmbeddings;
        Tensor y = s.Conv1d("conv", x.Transpose(1, 2), padding: kernel / 2, groups: config.NumConvPosEmbeddingGroups);
        if (kernel % 2 == 0)
            y = y.Slice(2, 0, -1);
        return y.Activation(config.FeatExtractActivation).Transpose(1, 2);
    }

    private Tensor Layer(Scope s, int index, Tensor x, Func<Scope, int, Tensor, Tensor> attention)
    {
        if (config.DoStableLayerNorm)
        {
            x += attention(s["attention"], index, s.LayerNorm("layer_norm", x, config.LayerNormEps));
            return x + FeedForward(s["feed_forward"], s.LayerNorm("final_layer_norm", x, config.LayerNormEps));
        }
        x = s.LayerNorm("layer_norm", x + attention(s["attention"], index, x), config.LayerNormEps);
        return s.LayerNorm("final_layer_norm", x + FeedForward(s["feed_forward"], x), config.LayerNormEps);
    }

    private Tensor FeedForward(Scope s, Tensor x) => Linear(s, "output_dense", Linear(s, "intermediate_dense", x).Activation(config.HiddenAct));
}
