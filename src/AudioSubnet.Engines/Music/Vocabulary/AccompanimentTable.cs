namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>What an accompaniment does at a stroke.</summary>
internal enum Stroke
{
    /// <summary>All notes of the voicing together.</summary>
    Chord,

    /// <summary>The notes spread a little in time, as a plectrum does.</summary>
    Strum,

    /// <summary>One note of the voicing after the other.</summary>
    Arpeggio,

    /// <summary>Root and fifth only, low: distorted guitars.</summary>
    Power,
}

/// <summary>A way of playing chords.</summary>
/// <param name="Stroke">What is played at a stroke.</param>
/// <param name="Rhythm">A bar on a grid of sixteenths: X accented, x normal, o soft, . rest. Shorter rhythms repeat; for arpeggios digits
/// choose the voice, 0 = lowest.</param>
/// <param name="Gate">Length of a stroke as a part of the time to the next one.</param>
internal sealed record Accompaniment(Stroke Stroke, string Rhythm, double Gate);

/// <summary>Ways of playing chords, in four and in three.</summary>
internal static class AccompanimentTable
{
    private static readonly Dictionary<string, (Accompaniment Four, Accompaniment Three)> s_all = new(StringComparer.Ordinal)
    {
        ["block"] = (new(Stroke.Chord, "X.......x.......", 0.95), new(Stroke.Chord, "X...........", 0.95)),
        ["long"] = (new(Stroke.Chord, "x...............", 1), new(Stroke.Chord, "x...........", 1)),
        ["eighths"] = (new(Stroke.Chord, "X.o.x.o.x.o.x.o.", 0.7), new(Stroke.Chord, "X.o.x.o.x.o.", 0.7)),
        ["four beat"] = (new(Stroke.Strum, "x...X...x...X...", 0.55), new(Stroke.Strum, "x...X...X...", 0.55)),
        ["pop piano"] = (new(Stroke.Chord, "X..x..x...x.x...", 0.85), new(Stroke.Chord, "X...x.x.x...", 0.85)),
        ["soul"] = (new(Stroke.Chord, "X.....x..x......", 0.8), new(Stroke.Chord, "X.....x..o..", 0.8)),
        ["house piano"] = (new(Stroke.Chord, "X..x..x..x..x.x.", 0.6), new(Stroke.Chord, "X..x..x..x..", 0.6)),
        ["stabs"] = (new(Stroke.Chord, "..X...x...X..x..", 0.5), new(Stroke.Chord, "..X...x...x.", 0.5)),
        ["charleston"] = (new(Stroke.Chord, "X.....x.........", 0.5), new(Stroke.Chord, "X.....x.....", 0.5)),
        ["jazz comp"] = (new(Stroke.Chord, "..x...X.......x.", 0.45), new(Stroke.Chord, "....x.....x.", 0.45)),
        ["funk"] = (new(Stroke.Strum, "X.x..x.xo.x..x.o", 0.45), new(Stroke.Strum, "X.x..x.xo.x.", 0.45)),
        ["skank"] = (new(Stroke.Strum, "....X.......X...", 0.3), new(Stroke.Strum, "....X...X...", 0.3)),
        ["ska"] = (new(Stroke.Strum, "..X...X...X...X.", 0.4), new(Stroke.Strum, "..X...X...X.", 0.4)),
        ["strum"] = (new(Stroke.Strum, "X...x.xo..xox.xo", 0.9), new(Stroke.Strum, "X...x.o.x.o.", 0.9)),
        ["strum six"] = (new(Stroke.Strum, "X.....o.x...", 0.9), new(Stroke.Strum, "X...o.x...o.", 0.9)),
        ["boom chick"] = (new(Stroke.Strum, "....X.o.....X.o.", 0.5), new(Stroke.Strum, "....X.o.X.o.", 0.5)),
        ["offbeat chords"] = (new(Stroke.Chord, "....x.......x...", 0.5), new(Stroke.Chord, "....x...x...", 0.5)),
        ["rasgueado"] = (new(Stroke.Strum, "X..x..x.x.xoX.xo", 0.8), new(Stroke.Strum, "X..x..x.x.xo", 0.8)),
        ["blues shuffle"] = (new(Stroke.Chord, "X.o.x.o.X.o.x.o.", 0.6), new(Stroke.Chord, "X.o.x.o.x.o.", 0.6)),
        ["tango"] = (new(Stroke.Chord, "X.....x.X...x...", 0.4), new(Stroke.Chord, "X.....x.x...", 0.4)),
        ["bossa"] = (new(Stroke.Chord, "x..x..x...x..x..", 0.7), new(Stroke.Chord, "x..x..x..x..", 0.7)),
        ["montuno"] = (new(Stroke.Arpeggio, "0.21.23.1.31.23.", 0.8), new(Stroke.Arpeggio, "0.21.23.1.3.", 0.8)),
        ["afro"] = (new(Stroke.Arpeggio, "0.2.31.20.2.1.3.", 0.8), new(Stroke.Arpeggio, "0.2.31.20.2.", 0.8)),
        ["alberti"] = (new(Stroke.Arpeggio, "0.2.1.2.0.2.1.2.", 1.2), new(Stroke.Arpeggio, "0.1.2.1.2.1.", 1.2)),
        ["arpeggio"] = (new(Stroke.Arpeggio, "0.1.2.3.2.3.2.1.", 1.8), new(Stroke.Arpeggio, "0.1.2.3.2.1.", 1.8)),
        ["slow arpeggio"] = (new(Stroke.Arpeggio, "0...1...2...3...", 3), new(Stroke.Arpeggio, "0...1...2...", 3)),
        ["fingerpicking"] = (new(Stroke.Arpeggio, "0.2.13.20.3.12.3", 2), new(Stroke.Arpeggio, "0.1.2.1.3.2.", 2)),
        ["banjo roll"] = (new(Stroke.Arpeggio, "0123012301230213", 1.5), new(Stroke.Arpeggio, "012301230123", 1.5)),
        ["trance arpeggio"] = (new(Stroke.Arpeggio, "0123213201232312", 0.7), new(Stroke.Arpeggio, "012321320123", 0.7)),
        ["sequence"] = (new(Stroke.Arpeggio, "0.20.31.0.20.132", 0.6), new(Stroke.Arpeggio, "0.20.31.0.23", 0.6)),
        ["ostinato"] = (new(Stroke.Arpeggio, "0.1.0.2.0.1.0.2.", 0.7), new(Stroke.Arpeggio, "0.1.2.0.1.2.", 0.7)),
        ["waltz"] = (new(Stroke.Chord, "....x...x...x...", 0.5), new(Stroke.Chord, "....x...x...", 0.55)),
        ["power eighths"] = (new(Stroke.Power, "X.x.x.x.X.x.x.x.", 0.85), new(Stroke.Power, "X.x.x.x.x.x.", 0.85)),
        ["power gallop"] = (new(Stroke.Power, "X.xxX.xxX.xxX.xx", 0.7), new(Stroke.Power, "X.xxX.xxX.xx", 0.7)),
    };

    /// <summary>The way of that name, for bars of that kind.</summary>
    public static Accompaniment Of(string name, bool triple) => triple ? s_all[name].Three : s_all[name].Four;
}
