using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.EnCodec;

/// <summary>
/// EnCodec's decoder in two parts: the first runs over all frames, since it remembers; the second, which makes the samples and needs the memory, sees only near
/// frames and may run piece by piece.
/// </summary>
internal static class EncodecDecoder
{
    /// <summary>"audio_codes" [B, codebooks, frames], the first codebooks or all, to "features" [B, C, frames].</summary>
    public static ModelGraph BuildFront(ICheckpoint checkpoint, string prefix, EncodecConfig config, WeightOptions? weights = null, bool taps = false)
    {
        using GraphBuilder graph = new("encodec_decoder_front", taps);
        Scope root = graph.Scope(checkpoint, weights)[prefix];
        Tensor codes = graph.Input("audio_codes", TensorType.Int64, "batch", "codebooks", "frames");
        Tensor quantized = graph.Tap("mid.quantized", Dequantize(root["quantizer"]["layers"], config, codes).Transpose(1, 2));
        Scope layers = root["decoder"]["layers"];
        EncodecLayers encodec = new(config);
        Tensor x = graph.Tap("mid.decoder.layers.0", encodec.Convolve(layers[0], quantized));
        graph.Output("features", graph.Tap("mid.decoder.lstm", encodec.Remember(layers[1], x)));
        return graph.Build();
    }

    /// <summary>"features" [B, C, frames] to "audio_values" [B, 1, frames · hop].</summary>
    public static ModelGraph BuildBack(ICheckpoint checkpoint, string prefix, EncodecConfig config, WeightOptions? weights = null)
    {
        using GraphBuilder graph = new("encodec_decoder_back");
        Scope layers = graph.Scope(checkpoint, weights)[prefix]["decoder"]["layers"];
        EncodecLayers encodec = new(config);
        Tensor x = graph.Input("features", TensorType.Float32, "batch", layers.ShapeOf("0.conv.weight")[0], "frames");
        int index = 2;
        foreach (int ratio in config.UpsamplingRatios)
        {
            index++; // the activation counts as a layer
            x = encodec.Upsample(layers[index++], x, ratio, InputActivation.Elu);
            x = encodec.ResidualBlocks(layers, ref index, x);
        }

        index++;
        graph.Output("audio_values", encodec.Convolve(layers[index], x, before: InputActivation.Elu));
        return graph.Build();
    }

    /// <summary>The sum of the entries: [B, codebooks, T] to [B, T, C].</summary>
    private static Tensor Dequantize(Scope layers, EncodecConfig config, Tensor codes)
    {
        Tensor table = layers.ComputedWeight("embed", [(long)config.CodebookCount * config.CodebookSize, config.HiddenSize], values =>
        {
            int size = values.Length / config.CodebookCount;
            for (int i = 0; i < config.CodebookCount; i++)
                layers[i]["codebook"].Stored("embed").CopyTo(values.Slice(i * size, size));
        });
        Tensor firstRows = codes.Length(1).Range() * config.CodebookSize;
        return table.Gather(codes + firstRows.Unsqueeze(1)).Sum(1);
    }
}
