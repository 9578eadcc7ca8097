using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.HifiGan;

/// <summary>
/// The generator of HiFi-GAN (Kong, Kim and Bae, 2020): frames to samples by transposed convolutions, each followed by residual blocks of several receptive fields
/// whose results are averaged. Shared by VITS and SpeechT5.
/// </summary>
public static class HifiGanGenerator
{
    /// <summary>Taps of the first and the last convolution.</summary>
    internal const int OuterKernel = 7;

    // PyTorch's default, which the original code uses before the last convolution.
    private const float LastSlope = 0.01f;

    /// <summary>Adds the generator to a graph.</summary>
    /// <param name="s">Where "conv_pre", "upsampler", "resblocks" and "conv_post" are.</param>
    /// <param name="config">Its shape.</param>
    /// <param name="frames">[batch, channels, frames]: a mel spectrogram or latents.</param>
    /// <param name="conditioning">Added after the first convolution, [batch, first channels, 1]: what a speaker changes; may be left out.</param>
    /// <returns>[batch, frames · hop] samples between -1 and 1.</returns>
    public static Tensor Build(Scope s, HifiGanConfig config, Tensor frames, Tensor conditioning = default)
    {
        // Without own kernels, an axis of length 1 before time lets the runtime keep channels in blocks through the whole chain.
        Tensor x = s.Conv1d("conv_pre", frames.Unsqueeze(2), padding: OuterKernel / 2);
        if (conditioning.IsPresent)
            x += conditioning.Unsqueeze(2);

        int blocks = config.ResblockKernelSizes.Count;
        for (int stage = 0; stage < config.UpsampleRates.Count; stage++)
        {
            int rate = config.UpsampleRates[stage], kernel = config.UpsampleKernelSizes[stage];
            x = s["upsampler"].ConvTranspose1d(
                Index(stage), x, stride: rate, padding: (kernel - rate) / 2, before: InputActivation.LeakyRelu(config.LeakyReluSlope));

            Tensor sum = default;
            for (int block = 0; block < blocks; block++)
            {
                Tensor result = ResidualBlock(
                    s["resblocks"][stage * blocks + block], x, config.ResblockKernelSizes[block], config.ResblockDilationSizes[block],
                    config.LeakyReluSlope);
                sum = block == 0 ? result : sum + result;
            }

            x = sum / blocks;
        }

        return s.Conv1d("conv_post", x, padding: OuterKernel / 2, before: InputActivation.LeakyRelu(LastSlope)).Tanh().Squeeze(1).Squeeze(1);
    }

    /// <summary>Pairs of a dilated and a plain convolution, each pair around a shortcut.</summary>
    private static Tensor ResidualBlock(Scope s, Tensor x, int kernel, IReadOnlyList<int> dilations, float slope)
    {
        InputActivation leaky = InputActivation.LeakyRelu(slope);
        for (int i = 0; i < dilations.Count; i++)
        {
            Tensor y = s["convs1"].Conv1d(Index(i), x, padding: (kernel - 1) * dilations[i] / 2, dilation: dilations[i], before: leaky);
            x = s["convs2"].Conv1d(Index(i), y, padding: (kernel - 1) / 2, before: leaky, shortcut: x);
        }

        return x;
    }

    private static string Index(int index) => index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
