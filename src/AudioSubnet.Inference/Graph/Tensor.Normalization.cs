namespace AudioSubnet.Inference.Graph;

/// <content>Normalisations; their weights are given, see <see cref="Scope"/> for those of a checkpoint.</content>
public readonly partial struct Tensor
{
    /// <summary>Zero mean and unit variance over the last axis, then scale and shift.</summary>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels]; may be left out.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor LayerNorm(Tensor weight, Tensor bias, float epsilon = 1e-5f) =>
        Builder.Node("LayerNormalization", bias.IsPresent ? [this, weight, bias] : [this, weight], ("axis", -1), ("epsilon", epsilon));

    /// <summary>Unit mean square over the last axis, then scale.</summary>
    /// <param name="weight">[channels].</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public Tensor RmsNorm(Tensor weight, float epsilon = 1e-6f) =>
        Builder.Node("SimplifiedLayerNormalization", [this, weight], ("axis", -1), ("epsilon", epsilon));

    /// <summary>Zero mean and unit variance over each group of channels and all time: [batch, channels, time …].</summary>
    /// <param name="groups">Number of groups; the number of channels gives instance normalisation.</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor GroupNorm(int groups, Tensor weight, Tensor bias, float epsilon = 1e-5f) =>
        Builder.Node("GroupNormalization", [this, weight, bias], ("num_groups", groups), ("epsilon", epsilon));

    /// <summary>Normalisation by recorded statistics: [batch, channels, …].</summary>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="mean">Running mean, [channels].</param>
    /// <param name="variance">Running variance, [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public Tensor BatchNorm(Tensor weight, Tensor bias, Tensor mean, Tensor variance, float epsilon = 1e-5f) =>
        Builder.Node("BatchNormalization", [this, weight, bias, mean, variance], ("epsilon", epsilon));

    /// <summary>Divided by the Euclidean norm along an axis (at least <paramref name="epsilon"/>).</summary>
    public Tensor Normalize(int axis = -1, double epsilon = 1e-12) => this / Norm(axis, keep: true).Maximum(epsilon);
}
