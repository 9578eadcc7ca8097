using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>The normalising flow of VITS, reversed: from the prior of the text to the latents of speech, by coupling layers.</summary>
internal sealed class ResidualFlow(VitsConfig config)
{
    /// <summary>[B, F, T] to [B, F, T].</summary>
    /// <param name="s">Scope "flow".</param>
    /// <param name="x">Draws from the prior, [B, F, T].</param>
    /// <param name="mask">[B, 1, T].</param>
    /// <param name="condition">What a speaker adds in the network of a scope, [B, 2 · layers · H, 1]; default where nothing is added.</param>
    public Tensor Invert(Scope s, Tensor x, Tensor mask, Func<Scope, Tensor> condition)
    {
        for (int i = config.PriorEncoderNumFlows - 1; i >= 0; i--)
        {
            Scope coupling = s["flows"][i];
            (Tensor first, Tensor second) = x.Flip(1).SplitInTwo(1);
            Tensor h = coupling.Conv1d("conv_pre", first) * mask;
            h = WaveNet(coupling["wavenet"], h, mask, condition(coupling["wavenet"]));
            Tensor mean = coupling.Conv1d("conv_post", h) * mask;
            x = Tensor.Concat(1, first, (second - mean) * mask);
        }

        return x;
    }

    /// <summary>Dilated convolutions with gates; every layer adds to the result.</summary>
    private Tensor WaveNet(Scope s, Tensor x, Tensor mask, Tensor condition)
    {
        int layers = config.PriorEncoderNumWavenetLayers, width = config.HiddenSize, dilation = 1;
        Tensor sum = default;
        for (int i = 0; i < layers; i++, dilation *= config.WavenetDilationRate)
        {
            Tensor h = s["in_layers"][i].Conv1d("", x, padding: (config.WavenetKernelSize - 1) * dilation / 2, dilation: dilation);
            if (condition.IsPresent)
                h += condition.Slice(1, 2L * i * width, 2L * (i + 1) * width);
            (Tensor filter, Tensor gate) = h.SplitInTwo(1);
            Tensor result = s["res_skip_layers"][i].Conv1d("", filter.Tanh() * gate.Sigmoid());
            if (i < layers - 1)
            {
                (Tensor residual, result) = result.SplitInTwo(1);
                x = (x + residual) * mask;
            }

            sum = i == 0 ? result : sum + result;
        }

        return sum * mask;
    }
}
