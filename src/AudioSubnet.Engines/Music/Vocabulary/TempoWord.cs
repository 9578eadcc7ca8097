namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>A tempo marking and the range it stands for.</summary>
/// <param name="Name">The marking.</param>
/// <param name="Low">Slowest, in beats a minute.</param>
/// <param name="High">Fastest, in beats a minute.</param>
/// <param name="Aliases">Other words for it.</param>
public sealed record TempoWord(string Name, double Low, double High, params IReadOnlyList<string> Aliases);
