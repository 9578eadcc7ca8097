namespace AudioSubnet.Models.Wav2Vec2;

/// <summary><c>preprocessor_config.json</c> of wav2vec2 and its kin.</summary>
public sealed record FeatureExtractorConfig
{
    /// <summary>Sample rate of the model's input in Hz.</summary>
    public int SamplingRate { get; init; } = 16000;

    /// <summary>Whether the waveform is brought to zero mean and unit variance.</summary>
    public bool DoNormalize { get; init; } = true;

    /// <summary>Whether the model is told which samples are padding.</summary>
    public bool ReturnAttentionMask { get; init; }
}
