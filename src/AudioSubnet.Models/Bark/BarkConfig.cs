using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.EnCodec;

namespace AudioSubnet.Models.Bark;

/// <summary><c>config.json</c> of Bark: three transformers and a codec.</summary>
public sealed record BarkConfig
{
    /// <summary>The family: "bark".</summary>
    public string ModelType { get; init; } = "";

    /// <summary>Text to semantic tokens.</summary>
    public BarkStageConfig SemanticConfig { get; init; } = new();

    /// <summary>Semantic tokens to the first two codebooks.</summary>
    public BarkStageConfig CoarseAcousticsConfig { get; init; } = new();

    /// <summary>The first two codebooks to all.</summary>
    public BarkStageConfig FineAcousticsConfig { get; init; } = new();

    /// <summary>Codes to sound.</summary>
    public EncodecConfig CodecConfig { get; init; } = new();

    /// <summary>Checks that the parts make a model and fit the rules of its generation.</summary>
    /// <param name="folder">Where they were read, for the message.</param>
    /// <param name="rules">The rules.</param>
    /// <exception cref="CheckpointException">They do not.</exception>
    public void Validate(string folder, BarkGenerationConfig rules)
    {
        BarkSemanticRules semantic = rules.SemanticConfig;
        BarkCoarseRules coarse = rules.CoarseAcousticsConfig;
        BarkFineRules fine = rules.FineAcousticsConfig;
        Check(ModelType is "bark" or "", $"model_type is '{ModelType}', not 'bark'");
        Check(SemanticConfig.IsSound && CoarseAcousticsConfig.IsSound && FineAcousticsConfig.IsSound, "a size of a transformer is out of range");
        CodecConfig.Validate(Path.Combine(folder, "config.json"));
        Check(semantic.SemanticVocabSize > 0 && semantic.SemanticPadToken < SemanticConfig.OutputVocabSize && semantic.SemanticInferToken < SemanticConfig.InputVocabSize,
            "the semantic tokens do not fit its vocabulary");
        Check(semantic.MaxInputSemanticLength > 0 && semantic.MaxInputSemanticLength + 1 < SemanticConfig.BlockSize, "max_input_semantic_length does not fit the block");
        Check(semantic.SemanticRateHz > 0 && coarse.CoarseRateHz > 0 && coarse.NCoarseCodebooks == 2, "the rates are not positive, or the coarse codebooks are not two");
        Check(coarse.SlidingWindowLen > 0 && coarse.MaxCoarseHistory > 0
            && coarse.MaxCoarseInputLength + 1 + coarse.MaxCoarseHistory + coarse.SlidingWindowLen <= CoarseAcousticsConfig.BlockSize,
            "the coarse window does not fit its block");
        Check(semantic.SemanticVocabSize + coarse.NCoarseCodebooks * rules.CodebookSize <= CoarseAcousticsConfig.OutputVocabSize
            && coarse.CoarseInferToken < CoarseAcousticsConfig.InputVocabSize, "the coarse tokens do not fit its vocabulary");
        Check(fine.MaxFineHistoryLength > 0 && fine.MaxFineHistoryLength <= fine.MaxFineInputLength && fine.MaxFineInputLength <= FineAcousticsConfig.BlockSize,
            "the fine window does not fit its block");
        Check(rules.CodebookSize > 1 && rules.CodebookSize < FineAcousticsConfig.InputVocabSize && rules.CodebookSize <= FineAcousticsConfig.OutputVocabSize
            && fine.NFineCodebooks == FineAcousticsConfig.NCodesTotal && fine.NFineCodebooks <= CodecConfig.CodebookCount && rules.CodebookSize == CodecConfig.CodebookSize,
            "fine stage and codec differ in their codebooks");

        void Check(bool holds, string reason)
        {
            if (!holds)
                throw new CheckpointException($"{folder}: config.json and generation_config.json do not make a Bark model: {reason}.");
        }
    }
}
