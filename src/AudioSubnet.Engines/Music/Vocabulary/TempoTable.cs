namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>Tempo words, Italian and English, with the usual metronome ranges.</summary>
internal static class TempoTable
{
    public static IReadOnlyList<TempoWord> All { get; } =
    [
        new("grave", 40, 50),
        new("largo", 46, 60, "lento", "larghetto"),
        new("very slow", 48, 60, "extremely slow", "glacial"),
        new("adagio", 60, 74),
        new("slow", 58, 76, "slowly", "slow tempo", "slow paced", "unhurried", "down-tempo", "downtempo"),
        new("andante", 76, 98, "walking pace", "leisurely"),
        new("moderato", 98, 116, "moderate", "medium tempo", "mid-tempo", "mid tempo", "midtempo", "moderate tempo", "medium"),
        new("allegretto", 112, 122),
        new("allegro", 122, 150, "brisk"),
        new("uptempo", 118, 146, "up-tempo", "up tempo"),
        new("fast", 132, 164, "fast-paced", "fast paced", "quick", "quickly", "speedy", "rapid", "fast tempo", "racing"),
        new("vivace", 150, 168),
        new("very fast", 160, 188, "extremely fast", "frantic", "breakneck", "frenetic"),
        new("presto", 170, 196, "prestissimo"),
    ];
}
