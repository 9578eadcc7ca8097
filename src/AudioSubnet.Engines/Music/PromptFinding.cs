namespace AudioSubnet.Engines.Music;

/// <summary>Words of a prompt and what they were taken to mean.</summary>
/// <param name="Words">The words, lower case.</param>
/// <param name="Aspect">What they speak of: "genre", "mood", "tempo", "key", "metre", "instrument", "without" or "solo".</param>
/// <param name="Meaning">What was understood, for example "120 bpm".</param>
public sealed record PromptFinding(string Words, string Aspect, string Meaning);
