namespace AudioSubnet.Engines.Music.Theory;

/// <summary>A chord as pitch classes relative to nothing: root and intervals, read from a Roman numeral.</summary>
/// <param name="Root">Pitch class of the root, 0 = C … 11 = B.</param>
/// <param name="Intervals">Semitones above the root, ascending, starting with 0.</param>
/// <param name="Numeral">The numeral it came from, for example "bVII" or "ii7".</param>
internal sealed record Chord(int Root, int[] Intervals, string Numeral)
{
    private static readonly string[] s_numerals = ["VII", "III", "VI", "IV", "II", "V", "I"];
    private static readonly int[] s_degrees = [11, 4, 9, 5, 2, 7, 0];

    /// <summary>
    /// Reads a Roman numeral. Degrees are those of the major scale, lowered or raised by a leading b or #; lower case is minor. Suffixes:
    /// none, 7, maj7, 9, 6,
    /// add9, sus2, sus4, o (diminished), h7 (half-diminished), 5 (power chord).
    /// </summary>
    /// <exception cref="FormatException">The text is not such a numeral.</exception>
    public static Chord Parse(string numeral, int tonic)
    {
        int shift = numeral[0] switch { 'b' => -1, '#' => 1, _ => 0 };
        string body = shift == 0 ? numeral : numeral[1..];
        int index = Array.FindIndex(s_numerals, name => body.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            throw new FormatException($"'{numeral}' is not a Roman numeral.");
        bool minor = char.IsLower(body[0]);
        string suffix = body[s_numerals[index].Length..];
        return new Chord((tonic + s_degrees[index] + shift + 12) % 12, Quality(numeral, suffix, minor), numeral);
    }

    /// <summary>Pitch classes of the chord.</summary>
    public IEnumerable<int> PitchClasses => Intervals.Select(interval => (Root + interval) % 12);

    /// <summary>Whether a MIDI pitch is a chord tone.</summary>
    public bool Contains(int pitch) => PitchClasses.Contains(pitch % 12);

    /// <summary>Semitones from root to third (or what stands for it).</summary>
    public int Third => Intervals.Length > 2 ? Intervals[1] : 12;

    /// <summary>Semitones from root to fifth.</summary>
    public int Fifth => Intervals.FirstOrDefault(interval => interval is 6 or 7 or 8, 7);

    private static int[] Quality(string numeral, string suffix, bool minor) => (suffix, minor) switch
    {
        ("", false) => [0, 4, 7],
        ("", true) => [0, 3, 7],
        ("7", false) => [0, 4, 7, 10],
        ("7", true) => [0, 3, 7, 10],
        ("maj7", _) => [0, 4, 7, 11],
        ("9", false) => [0, 4, 7, 10, 14],
        ("9", true) => [0, 3, 7, 10, 14],
        ("6", false) => [0, 4, 7, 9],
        ("6", true) => [0, 3, 7, 9],
        ("add9", false) => [0, 4, 7, 14],
        ("add9", true) => [0, 3, 7, 14],
        ("sus2", _) => [0, 2, 7],
        ("sus4", _) => [0, 5, 7],
        ("o", _) => [0, 3, 6],
        ("h7", _) => [0, 3, 6, 10],
        ("5", _) => [0, 7],
        _ => throw new FormatException($"'{numeral}' has an unknown chord quality '{suffix}'."),
    };
}
