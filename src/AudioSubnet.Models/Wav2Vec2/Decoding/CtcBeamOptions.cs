namespace AudioSubnet.Models.Wav2Vec2.Decoding;

/// <summary>Settings of <see cref="CtcBeamSearch"/>.</summary>
public sealed record CtcBeamOptions
{
    /// <summary>Texts that are followed at the same time.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Letters less likely than this in a frame are not tried there (natural logarithm).</summary>
    public double LetterThreshold { get; init; } = -7;

    /// <summary>Texts less likely than the best by this much are given up (natural logarithm).</summary>
    public double BeamThreshold { get; init; } = -14;

    /// <summary>Weight of the language model beside the acoustic one.</summary>
    public double LanguageWeight { get; init; } = 0.5;

    /// <summary>Added for each word, against the language model's liking for few.</summary>
    public double WordBonus { get; init; } = 1.0;
}
