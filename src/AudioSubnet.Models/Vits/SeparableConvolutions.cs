using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>A residual stack of dilated depth-wise and point-wise convolutions.</summary>
internal static class SeparableConvolutions
{
    /// <summary>[B, H, T] to [B, H, T].</summary>
    /// <param name="s">Scope "conv_dds".</param>
    /// <param name="config">Sizes.</param>
    /// <param name="x">[B, H, T].</param>
    /// <param name="mask">[B, 1, T].</param>
    public static Tensor Build(Scope s, VitsConfig config, Tensor x, Tensor mask)
    {
        int kernel = config.DurationPredictorKernelSize, dilation = 1;
        for (int i = 0; i < config.DepthSeparableNumLayers; i++, dilation *= kernel)
        {
            Tensor y = s["convs_dilated"][i].Conv1d("", x * mask, padding: (kernel - 1) * dilation / 2, dilation: dilation, groups: config.HiddenSize);
            y = s["norms_1"].ChannelNorm(i, y, 1e-5f).Gelu();
            y = s["convs_pointwise"][i].Conv1d("", y);
            x += s["norms_2"].ChannelNorm(i, y, 1e-5f).Gelu();
        }

        return x * mask;
    }
}
