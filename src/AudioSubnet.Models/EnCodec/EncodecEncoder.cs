using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.EnCodec;

/// <summary>EnCodec's encoder and residual quantiser.</summary>
internal static class EncodecEncoder
{
    /// <summary>"input_values" [B, 1, samples] to "audio_codes" [B, codebooks, frames]; a lower bandwidth takes the first codebooks alone.</summary>
    public static ModelGraph Build(ICheckpoint checkpoint, string prefix, EncodecConfig config, WeightOptions? weights = null, bool taps = false)
    {
        using GraphBuilder graph = new("encodec_encoder", taps);
        Scope root = graph.Scope(checkpoint, weights)[prefix];
        Tensor audio = graph.Input("input_values", TensorType.Float32, "batch", config.AudioChannels, "samples");
        Tensor x = graph.Tap("mid.encoder_out", Encode(root["encoder"]["layers"], config, audio));
        graph.Output("audio_codes", Quantize(root["quantizer"]["layers"], config, x.Transpose(1, 2)));
        return graph.Build();
    }

    private static Tensor Encode(Scope layers, EncodecConfig config, Tensor x)
    {
        EncodecLayers encodec = new(config);
        int index = 0;
        x = layers.Builder.Tap("mid.encoder.layers.0", encodec.Convolve(layers[index++], x));
        foreach (int ratio in config.UpsamplingRatios.Reverse())
        {
            x = encodec.ResidualBlocks(layers, ref index, x);
            index++; // the activation counts as a layer
            x = encodec.Convolve(layers[index++], x, ratio, before: InputActivation.Elu);
        }

        x = encodec.Remember(layers[index++], x);
        index++;
        return encodec.Convolve(layers[index], x, before: InputActivation.Elu);
    }

    /// <summary>The nearest entry of each codebook to what the ones before left over: [B, T, C] to [B, codebooks, T].</summary>
    private static Tensor Quantize(Scope layers, EncodecConfig config, Tensor x)
    {
        Tensor[] codes = new Tensor[config.CodebookCount];
        for (int i = 0; i < codes.Length; i++)
        {
            Tensor entries = layers[i]["codebook"].Weight("embed", config.CodebookSize, config.HiddenSize);
            // The distance without |x|², which is the same for all entries.
            codes[i] = (2 * x.MatMul(entries.Transpose(0, 1)) - entries.SumOfSquares(1)).ArgMax(2);
            x -= entries.Gather(codes[i]);
        }

        return Tensor.Stack(1, codes);
    }
}
