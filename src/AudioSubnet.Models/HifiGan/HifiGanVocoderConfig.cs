namespace AudioSubnet.Models.HifiGan;

/// <summary><c>config.json</c> of a vocoder of its own; the defaults are those of microsoft/speecht5_hifigan.</summary>
public sealed record HifiGanVocoderConfig : HifiGanConfig
{
    /// <summary>Mel bands of the input.</summary>
    public int ModelInDim { get; init; } = 80;

    /// <summary>Whether the input is normalised by the checkpoint's "mean" and "scale".</summary>
    public bool NormalizeBefore { get; init; } = true;
}
