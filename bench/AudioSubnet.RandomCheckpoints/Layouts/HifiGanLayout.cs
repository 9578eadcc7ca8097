namespace AudioSubnet.RandomCheckpoints.Layouts;

/// <summary>SpeechT5HifiGan, and the same generator as VITS has it for a decoder.</summary>
internal static class HifiGanLayout
{
    public static void Add(Layout root, Settings config)
    {
        int mels = config.Int("model_in_dim", 80);
        AddGenerator(root, config, mels, biasAtEnd: true);
        root.Constant("mean", 0, mels);
        root.Constant("scale", 1, mels);
    }

    public static void AddGenerator(Layout generator, Settings config, int input, bool biasAtEnd)
    {
        int channels = config.Int("upsample_initial_channel", 512);
        int[] rates = config.Ints("upsample_rates", [8, 8, 2, 2]), kernels = config.Ints("upsample_kernel_sizes", [16, 16, 4, 4]);
        int[] blockKernels = config.Ints("resblock_kernel_sizes", [3, 7, 11]);
        int[][] dilations = config.Lists("resblock_dilation_sizes", [[1, 3, 5], [1, 3, 5], [1, 3, 5]]);
        generator.Conv1d("conv_pre", input, channels, 7);
        for (int i = 0; i < rates.Length; i++, channels /= 2)
        {
            generator.TransposedConv1d($"upsampler.{i}", channels, channels / 2, kernels[i], rates[i]);
            for (int j = 0; j < blockKernels.Length; j++)
            {
                Layout block = generator["resblocks"][(i * blockKernels.Length) + j];
                for (int d = 0; d < dilations[j].Length; d++)
                {
                    block.Conv1d($"convs1.{d}", channels / 2, channels / 2, blockKernels[j]);
                    block.Conv1d($"convs2.{d}", channels / 2, channels / 2, blockKernels[j], gain: 0.5);
                }
            }
        }
        // Small at the end, so that tanh does not saturate.
        generator.Conv1d("conv_post", channels, 1, 7, biasAtEnd, gain: 0.2);
    }
}
