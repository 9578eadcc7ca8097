using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Cloning;

/// <summary>
/// What the cosine of two voices' embeddings means. The defaults are for <c>microsoft/wavlm-base-plus-sv</c>: 0.86 is the threshold of its model card, from which two recordings count as of
/// one speaker; the example of <c>Xenova/wavlm-base-plus-sv</c> gives 0.96 for two recordings of one speaker and 0.62 for two speakers. Another encoder needs a curve of its own.
/// </summary>
public sealed record SpeakerCurve
{
    /// <summary>Cosine up to which two voices have nothing in common: similarity 0.</summary>
    public double OtherSpeaker { get; init; } = 0.5;

    /// <summary>Cosine from which the voices count as one: similarity 0.5.</summary>
    public double Threshold { get; init; } = 0.86;

    /// <summary>Cosine of two recordings of one speaker: similarity 1.</summary>
    public double SameSpeaker { get; init; } = 0.95;

    /// <summary>The highest cosine that two recordings of one voice are expected to have as a whole.</summary>
    public double Ceiling { get; init; } = 0.99;

    /// <summary>Cosine from which two recordings are one and the same, however it was disguised.</summary>
    public double SameRecording { get; init; } = 0.999;

    /// <summary>The similarity, 0 … 1, of voices whose embeddings have that cosine: straight lines between the named points.</summary>
    public double Similarity(double cosine) => (Ramp.Between(cosine, OtherSpeaker, Threshold) + Ramp.Between(cosine, Threshold, SameSpeaker)) / 2;

    /// <summary>1 for what two recordings of one voice can have, falling to 0 for what only one and the same recording has.</summary>
    public double Independence(double cosine) => Ramp.Between(cosine, SameRecording, Ceiling);
}
