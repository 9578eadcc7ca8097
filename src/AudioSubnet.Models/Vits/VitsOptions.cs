namespace AudioSubnet.Models.Vits;

/// <summary>How one text is spoken; what is null comes from the model's configuration.</summary>
public sealed record VitsOptions
{
    /// <summary>Speed: 2 is twice as fast.</summary>
    public float? SpeakingRate { get; init; }

    /// <summary>Variation of the sound; 0 for none.</summary>
    public float? NoiseScale { get; init; }

    /// <summary>Variation of the durations; 0 for none.</summary>
    public float? NoiseScaleDuration { get; init; }

    /// <summary>Index of the speaker, in models with several; null for none in particular.</summary>
    public int? SpeakerId { get; init; }

    /// <summary>The same seed speaks the same text in the same way.</summary>
    public long Seed { get; init; }
}
