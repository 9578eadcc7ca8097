namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>One drum's part in a groove.</summary>
/// <param name="Key">Key on the percussion channel (General MIDI percussion map).</param>
/// <param name="Pattern">A bar on a grid of sixteenths: X accented, x normal, o soft, . rest. Shorter patterns repeat.</param>
/// <param name="MinimumIntensity">It plays in sections of at least this intensity, 0 … 1.</param>
internal sealed record DrumLane(int Key, string Pattern, double MinimumIntensity = 0);

/// <summary>Drum grooves, in four and in three.</summary>
internal static class GrooveTable
{
    public const int Kick = 36, Snare = 38, SideStick = 37, Clap = 39, ClosedHat = 42, PedalHat = 44, OpenHat = 46, Ride = 51,
        RideBell = 53, Crash = 49;
    public const int LowTom = 45, MidTom = 47, HighTom = 50, FloorTom = 41, Tambourine = 54, Cowbell = 56, Shaker = 70, Claves = 75,
        HighConga = 63, MuteConga = 62,
        LowConga = 64, HighBongo = 60, LowBongo = 61, Agogo = 67, Triangle = 81, Timbale = 65, Cabasa = 69, Surdo = 41, Kettle = 35;

    private static readonly DrumLane[] s_threes =
    [
        new(Kick, "x..........."), new(Snare, "....x...x...", 0.45), new(SideStick, "....o...o..."), new(ClosedHat, "x...o...o...", 0.2),
            new(ClosedHat, "..o...o...o.", 0.6),
    ];

    private static readonly Dictionary<string, (DrumLane[] Four, DrumLane[] Three)> s_all = new(StringComparer.Ordinal)
    {
        ["pop"] = ([new(Kick, "X.....x.x......."), new(Snare, "....X.......X...", 0.3), new(SideStick, "....x.......x...", 0),
            new(ClosedHat, "x.o.x.o.x.o.x.o."), new(ClosedHat, "...o...o...o...o", 0.75), new(Tambourine, "....o.......o...", 0.65)],
            s_threes),
        ["rock"] = ([new(Kick, "X......xx.x....."), new(Snare, "....X.......X..."), new(ClosedHat, "x.x.x.x.x.x.x.x."), new(OpenHat,
            "..............x.", 0.6), new(Ride, "x...x...x...x...", 0.85)], s_threes),
        ["metal"] = ([new(Kick, "X.xxX.xxX.xxX.xx"), new(Snare, "....X.......X..."), new(Ride, "X...X...X...X..."), new(Crash,
            "X...............", 0.9)], s_threes),
        ["punk"] = ([new(Kick, "X...x...X.x.x..."), new(Snare, "..X...X...X...X.", 0.75), new(Snare, "....X.......X..."), new(OpenHat,
            "x.x.x.x.x.x.x.x.")], s_threes),
        ["shuffle"] = ([new(Kick, "X.......x......."), new(Snare, "....X.......X..."), new(Ride, "x.x.x.x.x.x.x.x."), new(PedalHat,
            "....x.......x...")], s_threes),
        ["jazz"] = ([new(Ride, "x...x.o.x...x.o."), new(PedalHat, "....x.......x..."), new(Kick, "o...o...o...o...", 0.3), new(Snare,
            "......o........o", 0.45), new(SideStick, "............o...", 0.2)],
            [new(Ride, "x...x.o.x..."), new(PedalHat, "....x...x..."), new(Kick, "o...........", 0.3)]),
        ["funk"] = ([new(Kick, "X.x....x..x..x.."), new(Snare, "....X..o.o..X..o"), new(ClosedHat, "x.xxx.xxx.xxx.x."), new(OpenHat,
            "..............x.", 0.5)], s_threes),
        ["disco"] = ([new(Kick, "X...X...X...X..."), new(Snare, "....X.......X..."), new(OpenHat, "..x...x...x...x."), new(ClosedHat,
            "x.o.x.o.x.o.x.o."), new(Tambourine, "x.oox.oox.oox.oo", 0.7)], s_threes),
        ["soul"] = ([new(Kick, "X.....x...x....."), new(Snare, "....X..o....X..."), new(ClosedHat, "x.x.x.x.x.x.x.xo"), new(Tambourine,
            "....x.......x...", 0.5)], s_threes),
        ["boom bap"] = ([new(Kick, "X..x......xx...."), new(Snare, "....X.......X..o"), new(ClosedHat, "x.x.x.x.x.x.x.x."), new(OpenHat,
            "......x.........", 0.6)], s_threes),
        ["lo-fi"] = ([new(Kick, "X.....o..x......"), new(SideStick, "....x.......x..."), new(Snare, "....x.......x...", 0.4), new(ClosedHat,
            "x.o.x.o.x.o.x.oo", 0.1), new(Shaker, "o.o.o.o.o.o.o.o.", 0.3)], s_threes),
        ["trap"] = ([new(Kick, "X......x..x....."), new(Clap, "........X......."), new(Snare, "........X......."), new(ClosedHat,
            "x.x.x.x.x.xxx.x."), new(ClosedHat, "...o.......o..oo", 0.6), new(OpenHat, "......x.........", 0.5)], s_threes),
        ["house"] = ([new(Kick, "X...X...X...X..."), new(Clap, "....X.......X...", 0.3), new(OpenHat, "..x...x...x...x."), new(ClosedHat,
            "o..oo..oo..oo..o", 0.5), new(Shaker, "o.o.o.o.o.o.o.o.", 0.65)], s_threes),
        ["techno"] = ([new(Kick, "X...X...X...X..."), new(ClosedHat, "..x...x...x...x."), new(OpenHat, "..x...x...x...x.", 0.7), new(Clap,
            "....x.......x...", 0.5), new(ClosedHat, "oooooooooooooooo", 0.6), new(Cowbell, "...o..o....o..o.", 0.8)], s_threes),
        ["breakbeat"] = ([new(Kick, "X.X.......XX...."), new(Snare, "....X..o.o..X..o"), new(ClosedHat, "x.x.x.x.x.x.x.x."), new(Ride,
            "x...x...x...x...", 0.8)], s_threes),
        ["half time"] = ([new(Kick, "X.....x....x...."), new(Snare, "........X......."), new(ClosedHat, "x.x.x.xxx.x.x.x."), new(Crash,
            "X...............", 0.9)], s_threes),
        ["one drop"] = ([new(Kick, "........X......."), new(SideStick, "........X......."), new(ClosedHat, "x.o.x.o.x.o.x.oo"), new(OpenHat,
            "..............o.", 0.5), new(HighBongo, "o..o..o.......o.", 0.45)], s_threes),
        ["cinematic"] = ([new(Kettle, "X.......x.......", 0.4), new(FloorTom, "X..x..x.X..x..x.", 0.6), new(LowTom, "..o..o..x.o..ox.",
            0.75), new(Crash, "X...............", 0.9)],
            [new(Kettle, "X...........", 0.4), new(FloorTom, "X...x.x.x...", 0.6), new(LowTom, "..o...o.x.x.", 0.75)]),
        ["waltz"] = ([new(Kick, "X.......x......."), new(SideStick, "....o.......o..."), new(Triangle, "o...............", 0.5)], [new(Kick,
            "x..........."), new(Snare, "....o...o...", 0.35), new(Triangle, "....o...o...", 0.2)]),
        ["march"] = ([new(Kick, "X.......X......."), new(Snare, "x..oX.ooX..oX.oo"), new(Crash, "X...............", 0.85)], [new(Kick,
            "X..........."), new(Snare, "x.ooX.ooX.oo")]),
        ["folk"] = ([new(Kick, "x.......x.......", 0.3), new(Tambourine, "....x.......x...", 0.25), new(Shaker, "x.o.x.o.x.o.x.o.", 0.4)],
            [new(Kick, "x...........", 0.3), new(Tambourine, "....o...o...", 0.35)]),
        ["train"] = ([new(Kick, "X...x...X...x..."), new(Snare, "oxoxXxoxoxoxXxox", 0.45), new(SideStick, "..x...x...x...x."),
            new(ClosedHat, "..o...o...o...o.", 0.5)], s_threes),
        ["bodhran"] = ([new(LowBongo, "X.o.x.o.X.o.x.o."), new(LowTom, "X...............", 0.4), new(Tambourine, "....x.......x...", 0.5)],
            [new(LowBongo, "X.o.o.x.o.o."), new(LowTom, "X.....x.....", 0.4), new(Tambourine, "......x.....", 0.5)]),
        ["latin"] = ([new(MuteConga, "x.o.x.o.x.o....."), new(HighConga, "....X......X...."), new(LowConga, "............x.x."), new(Claves,
            "X..X..X...X.X...", 0.4), new(Cowbell, "x...x...x...x...", 0.6), new(Kick, "......x.......x.", 0.3), new(Timbale,
            "..............xx", 0.75)], s_threes),
        ["bossa"] = ([new(SideStick, "x..x..x...x..x.."), new(Kick, "x..xx..xx..xx..x", 0.2), new(ClosedHat, "o.o.o.o.o.o.o.o."),
            new(Shaker, "oooooooooooooooo", 0.4)], s_threes),
        ["samba"] = ([new(Surdo, "x.......X......."), new(Kick, "x..xx..xx..xx..x"), new(Shaker, "XoxoXoxoXoxoXoxo"), new(Agogo,
            "x.x..x.x.x..x.x.", 0.5), new(Snare, "o.oxo.oxo.oxo.ox", 0.6)], s_threes),
        ["palmas"] = ([new(Clap, "..x...x...x.x.x."), new(Kick, "X.....x.X.......", 0.4), new(HighBongo, "x.oox.oox.oox.oo", 0.55)],
            [new(Clap, "....x...x.x."), new(Kick, "X...........", 0.4)]),
        ["hand drums"] = ([new(LowConga, "X.......x..x...."), new(HighBongo, "..o.x.o...o.x.oo"), new(Tambourine, "....o.......o...", 0.5)],
            s_threes),
        ["afrobeat"] = ([new(Kick, "X..x....X..x..x."), new(SideStick, "....x..o..x.x..."), new(Shaker, "x.xox.xox.xox.xo"), new(Cowbell,
            "x..x..x...x.x...", 0.5), new(HighConga, "..x..x....x..x..", 0.4)], s_threes),
        ["ballad"] = ([new(Kick, "X.......x.x....."), new(SideStick, "........x......."), new(Snare, "........x.......", 0.4),
            new(ClosedHat, "x...o...x...o...")], s_threes),
    };

    /// <summary>The groove of that name, for bars of that kind.</summary>
    public static IReadOnlyList<DrumLane> Of(string name, bool triple) => triple ? s_all[name].Three : s_all[name].Four;
}
