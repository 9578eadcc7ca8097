namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>
/// Chord progressions by style, as Roman numerals over the major scale (see <see cref="Theory.Chord.Parse"/>): a bar between spaces, two
/// chords a bar joined by +.
/// All are common property: named schemes (twelve-bar blues, ii-V-I, Andalusian cadence, axis progression) and their usual variants.
/// </summary>
internal static class ProgressionTable
{
    private static readonly Dictionary<string, string[]> s_all = new(StringComparer.Ordinal)
    {
        ["pop major"] = ["I V vi IV", "vi IV I V", "I vi IV V", "I IV vi V", "I iii IV V", "IV V iii vi", "I V IV IV"],
        ["pop minor"] = ["i bVI bIII bVII", "i iv bVI bVII", "i bVII bVI bVII", "i bIII bVII iv", "bVI bVII i i"],
        ["rock major"] = ["I IV V IV", "I bVII IV I", "I V IV IV", "I I IV V", "vi IV I V"],
        ["rock minor"] = ["i bVII bVI bVII", "i bVI bVII i", "i bIII bVII iv", "i i bVI bVII"],
        ["metal"] = ["i5 bVI5 bVII5 i5", "i5 bII5 i5 bVII5", "i5 bVI5 iv5 bVII5", "i5 i5 bIII5 bII5"],
        ["blues"] = ["I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7", "I7 IV7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7", "I7 I7 IV7 V7",
            "I7 IV7 I7 V7+IV7"],
        ["minor blues"] = ["i7 i7 i7 i7 iv7 iv7 i7 i7 bVI7 V7 i7 V7", "i7 iv7 i7 V7"],
        ["jazz major"] = ["ii7 V7 Imaj7 vi7", "Imaj7 vi7 ii7 V7", "iii7+vi7 ii7+V7 Imaj7 Imaj7", "Imaj7 IVmaj7 iii7+vi7 ii7+V7",
            "IVmaj7 bVII7 Imaj7 VI7"],
        ["jazz minor"] = ["iih7 V7 i7 i7", "i7 iv7 iih7 V7", "i6 bVI7 iih7 V7", "iv7 bVII7 bIIImaj7 V7"],
        ["jazz loop"] = ["ii9 V9 Imaj7 vi7", "IVmaj7 iii7 ii9 Imaj7", "Imaj7 iii7 vi9 IVmaj7"],
        ["jazz loop minor"] = ["i9 iv9 bVImaj7 v7", "bVImaj7 v7 i9 i9", "i9 bIIImaj7 iv9 v7"],
        ["soul major"] = ["Imaj7 vi7 ii7 V7", "Imaj7 iii7 IVmaj7 V7", "IVmaj7 iii7 vi7 ii7+V7", "I IV I+vi7 ii7+V7"],
        ["soul minor"] = ["i7 iv7 bVII7 bIIImaj7", "i7 bVImaj7 iv7 v7", "i9 i9 iv9 v7"],
        ["loop minor"] = ["i bVI iv v", "i i bVI bVII", "i iv i bVII", "i bVI bIII bVII"],
        ["dance minor"] = ["i bVI bIII bVII", "bVI bVII i i", "i bVII iv bVI", "iv bVI i bVII"],
        ["drone minor"] = ["i i i i", "i i bVII i", "i i bVI bVI", "i bII i i"],
        ["funk"] = ["i7 i7 IV7 IV7", "i7 IV7 i7 IV7", "i9 i9 i9 IV9", "I7 I7 bVII7 IV7"],
        ["reggae major"] = ["I IV I V", "I V vi IV", "I ii I ii", "I IV I IV"],
        ["classical major"] = ["I IV V7 I", "I vi ii V7", "I V7 I V7", "I V vi iii IV I ii V7", "I ii V7 I", "I IV ii V7"],
        ["classical minor"] = ["i iv V7 i", "i bVI iih7 V7", "i V7 i V7", "i iv bVII bIII bVI iih7 V7 i", "i bVII bVI V7"],
        ["cinematic major"] = ["I V vi IV", "I iii IV iv", "vi IV I V", "I bVI bVII I", "IV I V vi"],
        ["cinematic minor"] = ["i bVI bIII bVII", "i bVI iv V", "i bIII bVII iv", "i v bVI iv", "i iv bVI V7"],
        ["ambient major"] = ["Imaj7 IVmaj7 Imaj7 IVmaj7", "Iadd9 vi7 IVmaj7 Iadd9", "Imaj7 iii7 IVmaj7 IVmaj7", "Iadd9 ii7 IVmaj7 Iadd9"],
        ["ambient minor"] = ["iadd9 bVImaj7 iadd9 bVImaj7", "i7 iv9 bVImaj7 i7", "iadd9 bIIImaj7 bVImaj7 iv9", "i9 v7 bVImaj7 iv9"],
        ["folk major"] = ["I IV I V", "I V I IV", "I I IV V", "I vi IV V", "I IV V I"],
        ["folk minor"] = ["i bVII i v", "i bVI bVII i", "i iv i bVII", "i bIII bVII i"],
        ["celtic minor"] = ["i bVII i bVII", "i bIII bVII i", "i bVII bVI bVII", "i i bVII bVII"],
        ["latin major"] = ["I IV V7 IV", "I vi ii V7", "I V7 V7 I", "ii7 V7 I I"],
        ["latin minor"] = ["i iv V7 iv", "i V7 V7 i", "i bVII bVI V7", "i iv V7 i"],
        ["tango"] = ["i i V7 V7 V7 V7 i i", "i iv i V7", "i bVI V7 i", "iv i V7 i"],
        ["andalusian"] = ["i bVII bVI V", "I bII I bII", "iv bIII bII I", "i i bII i"],
    };

    /// <summary>The progressions of a style; each a list of bars, each bar a list of one or two numerals.</summary>
    public static IReadOnlyList<string[][]> Of(string style) =>
        [.. s_all[style].Select(text => text.Split(' ').Select(bar => bar.Split('+')).ToArray())];
}
