namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>EncodecModel.</summary>
internal static class EncodecLayout
{
    public static void Add(Layout root, Settings config)
    {
        int filters = config.Int("num_filters", 32), hidden = config.Int("hidden_size", 128), lstms = config.Int("num_lstm_layers", 2);
        int kernel = config.Int("kernel_size", 7), lastKernel = config.Int("last_kernel_size", 7), channels = config.Int("audio_channels", 1);
        int[] ratios = config.Ints("upsampling_ratios", [8, 5, 4, 2]);

        Layout encoder = root["encoder"]["layers"];
        Conv(encoder, 0, channels, filters, kernel);
        int at = 1, scale = 1;
        foreach (int ratio in ratios.Reverse())
        {
            at = AddResidual(encoder, at, config, scale * filters) + 1; // an activation has a place in the list, but no weights
            Conv(encoder, at++, scale * filters, 2 * scale * filters, 2 * ratio);
            scale *= 2;
        }
        encoder[at].Lstm("lstm", scale * filters, scale * filters, lstms);
        Conv(encoder, at + 2, scale * filters, hidden, lastKernel);

        Layout decoder = root["decoder"]["layers"];
        Conv(decoder, 0, hidden, scale * filters, kernel);
        decoder[1].Lstm("lstm", scale * filters, scale * filters, lstms);
        at = 2;
        foreach (int ratio in ratios)
        {
            at++;
            // Normalised over the inputs: each output sums half of them times two taps of each.
            decoder[at++].WeightNormConv1d("conv", scale * filters, scale * filters / 2, 2 * ratio, scale * filters / 2, norm: Math.Sqrt(ratio / 2.0));
            scale /= 2;
            at = AddResidual(decoder, at, config, scale * filters);
        }
        decoder[at + 1].WeightNormConv1d("conv", channels, filters, lastKernel, channels, norm: 0.3);
        AddCodebooks(root["quantizer"]["layers"], config, ratios.Aggregate(1, (product, ratio) => product * ratio), hidden);
    }

    private static void Conv(Layout list, int index, int input, int output, int kernel) => list[index].WeightNormConv1d("conv", output, input, kernel, output);

    private static int AddResidual(Layout list, int at, Settings config, int channels)
    {
        int inner = channels / config.Int("compress", 2);
        for (int i = 0; i < config.Int("num_residual_layers", 1); i++, at++)
        {
            Conv(list[at]["block"], 1, channels, inner, config.Int("residual_kernel_size", 3));
            Conv(list[at]["block"], 3, inner, channels, 1);
            if (config.Bool("use_conv_shortcut", true))
                list[at]["shortcut"].WeightNormConv1d("conv", channels, channels, 1, channels);
        }
        return at;
    }

    private static void AddCodebooks(Layout layers, Settings config, int hop, int hidden)
    {
        // The reference's count: 10 bits a code, whatever the codebook's size.
        double frameRate = Math.Ceiling((double)config.Int("sampling_rate", 24000) / hop);
        int count = (int)(1000 * config.Numbers("target_bandwidths", [1.5, 3, 6, 12, 24])[^1] / (frameRate * 10));
        int entries = config.Int("codebook_size", 1024), size = config.Int("codebook_dim", hidden);
        for (int i = 0; i < count; i++)
        {
            Layout codebook = layers[i]["codebook"];
            codebook.Constant("inited", 1, 1);
            codebook.Constant("cluster_size", 1, entries);
            codebook.Normal("embed", 1 / Math.Sqrt(i + 1), entries, size);
            codebook.Normal("embed_avg", 1 / Math.Sqrt(i + 1), entries, size);
        }
    }
}
