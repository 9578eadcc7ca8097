using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Vits;

/// <summary>How long each token lasts: logarithms of frames.</summary>
internal sealed class DurationPredictors(VitsConfig config)
{
    /// <summary>Draws durations by reversing flows over noise.</summary>
    /// <param name="s">Scope "duration_predictor".</param>
    /// <param name="hidden">[B, H, T].</param>
    /// <param name="mask">[B, 1, T].</param>
    /// <param name="noise">Scaled noise, [B, 2, T].</param>
    /// <param name="speaker">What a speaker adds, [B, H, 1]; may be left out.</param>
    /// <returns>[B, 1, T].</returns>
    public Tensor Stochastic(Scope s, Tensor hidden, Tensor mask, Tensor noise, Tensor speaker)
    {
        Tensor condition = s.Conv1d("conv_pre", hidden);
        if (speaker.IsPresent)
            condition += speaker;
        condition = SeparableConvolutions.Build(s["conv_dds"], config, condition, mask);
        condition = s.Conv1d("conv_proj", condition) * mask;

        // Flow 0 is the affine map; flow 1 is part of training only. The two channels change places before each.
        (Tensor first, Tensor second) = noise.SplitInTwo(1);
        for (int i = config.DurationPredictorNumFlows; i >= 2; i--)
            (first, second) = InvertSplineFlow(s["flows"][i], second, first, mask, condition);
        Scope affine = s["flows"][0];
        (Tensor x, _) = ((Tensor.Concat(1, second, first) - affine.Weight("translate")) * (-affine.Weight("log_scale")).Exp() * mask).SplitInTwo(1);
        return x;
    }

    /// <summary>Computes durations by two convolutions.</summary>
    /// <param name="s">Scope "duration_predictor".</param>
    /// <param name="hidden">[B, H, T].</param>
    /// <param name="mask">[B, 1, T].</param>
    /// <param name="speaker">What a speaker adds, [B, H, 1]; may be left out.</param>
    /// <returns>[B, 1, T].</returns>
    public Tensor Plain(Scope s, Tensor hidden, Tensor mask, Tensor speaker)
    {
        int padding = config.DurationPredictorKernelSize / 2;
        Tensor x = speaker.IsPresent ? hidden + speaker : hidden;
        x = s.ChannelNorm("norm_1", s.Conv1d("conv_1", x * mask, padding: padding).Relu(), config.LayerNormEps);
        x = s.ChannelNorm("norm_2", s.Conv1d("conv_2", x * mask, padding: padding).Relu(), config.LayerNormEps);
        return s.Conv1d("proj", x * mask) * mask;
    }

    private (Tensor First, Tensor Second) InvertSplineFlow(Scope s, Tensor first, Tensor second, Tensor mask, Tensor condition)
    {
        int bins = config.DurationPredictorFlowBins;
        Tensor h = s.Conv1d("conv_pre", first);
        h = SeparableConvolutions.Build(s["conv_dds"], config, h + condition, mask);
        h = (s.Conv1d("conv_proj", h) * mask).Transpose(1, 2); // [B, T, 3 · bins - 1]
        Tensor[] parts = h.Split([bins, bins, bins - 1], 2);
        double scale = 1 / Math.Sqrt(config.HiddenSize);
        Tensor x = RationalQuadraticSpline.Invert(second.Squeeze(1), parts[0] * scale, parts[1] * scale, parts[2], config.DurationPredictorTailBound, bins);
        return (first * mask, x.Unsqueeze(1) * mask);
    }
}
