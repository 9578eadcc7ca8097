namespace AudioSubnet.Engines;

/// <summary>What to speak and how.</summary>
/// <param name="Text">The text, plain.</param>
public sealed record SpeechRequest(string Text)
{
    /// <summary>Speed relative to the voice's own, 1 = unchanged.</summary>
    public double SpeakingRate { get; init; } = 1;

    /// <summary>Speaker of an engine that has several, by number or name; null takes the engine's own. An engine of one voice refuses any.</summary>
    public string? Speaker { get; init; }

    /// <summary>Seed for engines that sample; null draws one.</summary>
    public int? Seed { get; init; }
}
