namespace AudioSubnet.Models.Bark;

/// <summary>How semantic tokens are generated.</summary>
public sealed record BarkSemanticRules : BarkSamplingRules
{
    /// <summary>Most tokens of a generation.</summary>
    public int MaxNewTokens { get; init; } = 768;

    /// <summary>Pads the history, and ends a generation.</summary>
    public int SemanticPadToken { get; init; } = 10000;

    /// <summary>Added to the text's tokens.</summary>
    public int TextEncodingOffset { get; init; } = 10048;

    /// <summary>Pads the text.</summary>
    public int TextPadToken { get; init; } = 129595;

    /// <summary>Asks for semantic tokens.</summary>
    public int SemanticInferToken { get; init; } = 129599;

    /// <summary>Tokens that mean something.</summary>
    public int SemanticVocabSize { get; init; } = 10000;

    /// <summary>Positions of the text, and of the history that is added to it.</summary>
    public int MaxInputSemanticLength { get; init; } = 256;

    /// <summary>Semantic tokens a second.</summary>
    public double SemanticRateHz { get; init; } = 49.9;
}
