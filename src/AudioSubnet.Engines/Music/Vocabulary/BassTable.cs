namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>
/// Bass lines: a bar on a grid of sixteenths. R root, 5 fifth, 8 octave, 3 third, 6 sixth, a approach (a step from the next chord's root),
/// w walk (a chord tone or
/// scale tone on the way), - hold, . rest.
/// </summary>
internal static class BassTable
{
    private static readonly Dictionary<string, (string Four, string Three)> s_all = new(StringComparer.Ordinal)
    {
        ["root fifth"] = ("R---..--5---..--", "R-------5---"),
        ["half notes"] = ("R-------5-------", "R-----------"),
        ["pedal"] = ("R---------------", "R-----------"),
        ["downbeat"] = ("R-------R-------", "R---....----"),
        ["pop"] = ("R-----R-R-----5-", "R-----R-5---"),
        ["eighth roots"] = ("R-R-R-R-R-R-R-a-", "R-R-R-R-R-a-"),
        ["gallop"] = ("R-RRR-RRR-RRR-RR", "R-RRR-RRR-RR"),
        ["walking"] = ("R---w---w---a---", "R---w---a---"),
        ["walking eighths"] = ("R-R-3-3-5-5-a-a-", "R-R-3-3-a-a-"),
        ["boogie"] = ("R-R-3-3-5-5-6-5-", "R-R-3-3-5-5-"),
        ["octaves"] = ("R-8-R-8-R-8-R-8-", "R-8-R-8-R-8-"),
        ["offbeat"] = ("..R-..R-..R-..R-", "..R-..R-..R-"),
        ["rolling"] = ("R.RRR.RRR.RRR.R8", "R.RRR.RRR.R8"),
        ["sequence"] = ("R..R..8.R..R.R5.", "R..R..8.R.5."),
        ["sub"] = ("R---------R---..", "R-------R---"),
        ["hip hop"] = ("R-----.R..R-..5-", "R-----.R..5-"),
        ["soul"] = ("R---..R-5-..R-a-", "R---..R-a-.."),
        ["funk"] = ("R-.R..8.R..R.5a-", "R-.R..8.R.a-"),
        ["slap"] = ("R.8R..8.R.R8.5a.", "R.8R..8.R.a."),
        ["reggae"] = ("R---..R-3-5-..R-", "R---..R-3-5-"),
        ["tumbao"] = ("......5-....8---", "....5---8---"),
        ["bossa"] = ("R-----5-5-----R-", "R-----5-5---"),
    };

    /// <summary>The line of that name, for bars of that kind.</summary>
    public static string Of(string name, bool triple) => triple ? s_all[name].Three : s_all[name].Four;
}
