namespace AudioSubnet.Models.SpeechT5;

/// <summary>When a generation ends, and what its prenet drops.</summary>
public sealed record SpeechT5Options
{
    /// <summary>Speech ends when the probabilities of an end in a step add up to this.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Fewest frames for each token of text.</summary>
    public float MinLengthRatio { get; init; }

    /// <summary>Most frames for each token of text.</summary>
    public float MaxLengthRatio { get; init; } = 20;

    /// <summary>Seed of the dropout in the decoder's prenet, which gives speech its variation.</summary>
    public long Seed { get; init; }
}
