namespace AudioSubnet.Models.Bark;

/// <summary>How Bark speaks. What is null is as the checkpoint's generation_config.json says.</summary>
public sealed record BarkOptions
{
    /// <summary>The voice; null lets Bark choose one.</summary>
    public BarkVoice? Voice { get; init; }

    /// <summary>Seed of all draws.</summary>
    public int Seed { get; init; }

    /// <summary>Temperature of what is said and how; 0 takes the likeliest token.</summary>
    public float? SemanticTemperature { get; init; }

    /// <summary>Temperature of the sound; 0 takes the likeliest token.</summary>
    public float? CoarseTemperature { get; init; }

    /// <summary>Temperature of the sound's details; 1 takes the likeliest token.</summary>
    public float? FineTemperature { get; init; }

    /// <summary>Draws from this many likeliest tokens; 0 from all.</summary>
    public int? TopK { get; init; }

    /// <summary>Draws from the likeliest tokens that make up this probability.</summary>
    public float? TopP { get; init; }

    /// <summary>Ends as soon as the end is likelier than this.</summary>
    public float? MinEosP { get; init; }

    /// <summary>Most semantic tokens, of which about fifty make a second.</summary>
    public int? MaxSemanticTokens { get; init; }

    /// <summary>Fewest semantic tokens.</summary>
    public int MinSemanticTokens { get; init; }
}
