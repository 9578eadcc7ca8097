namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>All words of the tables, by phrase.</summary>
internal static class Lexicon
{
    /// <summary>Longest phrase, in words.</summary>
    public const int LongestPhrase = 3;

    private static readonly Dictionary<string, object> s_entries = Build();

    /// <summary>What a phrase (lower case, single spaces) stands for: a <see cref="Genre"/>, <see cref="Mood"/>, <see cref="Instrument"/>
    /// or <see cref="TempoWord"/>; null if unknown.</summary>
    public static object? Find(string phrase)
    {
        if (s_entries.TryGetValue(phrase, out object? entry))
            return entry;
        return phrase.Length > 3 && phrase.EndsWith('s') && s_entries.TryGetValue(phrase[..^1], out entry) ? entry : null;
    }

    private static Dictionary<string, object> Build()
    {
        var entries = new Dictionary<string, object>(StringComparer.Ordinal);
        // The first table that knows a word keeps it: "swing" is a genre before it is anything else, "soft drums" an instrument before
        // "soft" is a mood.
        foreach (Genre genre in GenreTable.All)
            Add(genre.Name, genre.Aliases, genre);
        foreach (Instrument instrument in InstrumentTable.All)
            Add(instrument.Name, instrument.Aliases, instrument);
        foreach (TempoWord tempo in TempoTable.All)
            Add(tempo.Name, tempo.Aliases, tempo);
        foreach (Mood mood in MoodTable.All)
            Add(mood.Name, mood.Aliases, mood);
        return entries;

        void Add(string name, IReadOnlyList<string> aliases, object entry)
        {
            foreach (string phrase in aliases.Prepend(name))
            {
                entries.TryAdd(phrase, entry);
                entries.TryAdd(phrase.Replace('-', ' '), entry);
            }
        }
    }
}
