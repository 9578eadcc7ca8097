namespace AudioSubnet.Models.Bark;

/// <summary><c>generation_config.json</c> of Bark; the defaults are those of the reference classes.</summary>
public sealed record BarkGenerationConfig
{
    /// <summary>Rules of the semantic stage.</summary>
    public BarkSemanticRules SemanticConfig { get; init; } = new();

    /// <summary>Rules of the coarse stage.</summary>
    public BarkCoarseRules CoarseAcousticsConfig { get; init; } = new();

    /// <summary>Rules of the fine stage.</summary>
    public BarkFineRules FineAcousticsConfig { get; init; } = new();

    /// <summary>Sample rate of the sound in Hz.</summary>
    public int SampleRate { get; init; } = 24000;

    /// <summary>Entries of a codebook.</summary>
    public int CodebookSize { get; init; } = 1024;

    /// <summary>Coarse tokens for a semantic token.</summary>
    public double CoarseRatio => CoarseAcousticsConfig.CoarseRateHz / SemanticConfig.SemanticRateHz * CoarseAcousticsConfig.NCoarseCodebooks;
}
