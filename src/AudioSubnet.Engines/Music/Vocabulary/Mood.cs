namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>A mood or character word and what it asks of music (valence and arousal after Russell's circumplex model, 1980).</summary>
/// <param name="Name">Name in English.</param>
/// <param name="Valence">−1 (dark, sad) … 1 (bright, happy).</param>
/// <param name="Energy">0 (still) … 1 (wild).</param>
/// <param name="Aliases">Other words for it.</param>
public sealed record Mood(string Name, double Valence, double Energy, params IReadOnlyList<string> Aliases);
