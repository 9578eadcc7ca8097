using AudioSubnet.Engines.Music.Theory;

namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>A genre and how it is usually played.</summary>
/// <param name="Name">Name in English.</param>
/// <param name="Low">Slowest usual tempo, in beats a minute.</param>
/// <param name="High">Fastest usual tempo, in beats a minute.</param>
/// <param name="Aliases">Other words for it.</param>
public sealed record Genre(string Name, double Low, double High, params IReadOnlyList<string> Aliases)
{
    /// <summary>Usual metre.</summary>
    public TimeSignature Metre { get; init; } = TimeSignature.Common;

    /// <summary>Delay of the off-beats as a part of their spacing: 0 = straight, 0.33 = triplet swing.</summary>
    public double Swing { get; init; }

    /// <summary>Whether sixteenths swing instead of eighths, as in hip hop.</summary>
    public bool SwingsSixteenths { get; init; }

    /// <summary>Modes it uses; the first of each colour (major-like, minor-like) is preferred when the mood asks for that colour.</summary>
    public IReadOnlyList<Mode> Modes { get; init; } = [Mode.Major, Mode.Minor];

    /// <summary>Energy of an average piece, 0 … 1.</summary>
    public double Energy { get; init; } = 0.5;

    /// <summary>How much the melody avoids the beat, 0 … 1.</summary>
    public double Syncopation { get; init; } = 0.3;

    /// <summary>How far players stray from the grid, 0 = machine … 1 = loose.</summary>
    public double Looseness { get; init; } = 0.5;

    /// <summary>Whether the last bar slows down.</summary>
    public bool Ritardando { get; init; }

    /// <summary>Reverberation, 0 … 1.</summary>
    public double Reverb { get; init; } = 0.4;

    /// <summary>Chord progressions in major, a name of <see cref="ProgressionTable"/>.</summary>
    internal string MajorHarmony { get; init; } = "pop major";

    /// <summary>Chord progressions in minor, a name of <see cref="ProgressionTable"/>.</summary>
    internal string MinorHarmony { get; init; } = "pop minor";

    /// <summary>Whether sections close with a dominant; modal and loop-based genres do not.</summary>
    internal bool Cadences { get; init; } = true;

    /// <summary>How chords are played: names of <see cref="AccompanimentTable"/>.</summary>
    internal string[] Accompaniment { get; init; } = ["block"];

    /// <summary>How the bass moves: names of <see cref="BassTable"/>.</summary>
    internal string[] BassLines { get; init; } = ["root fifth"];

    /// <summary>What the drums play: a name of <see cref="GrooveTable"/>; null for none.</summary>
    internal string? Groove { get; init; }

    /// <summary>Drum kit: General MIDI (GS) program on the percussion channel.</summary>
    internal int Kit { get; init; }

    internal string[] Leads { get; init; } = ["piano"];
    internal string[] Chords { get; init; } = ["piano"];
    internal string[] Pads { get; init; } = [];
    internal string[] Basses { get; init; } = ["bass guitar"];
    internal string[] Colours { get; init; } = [];
}
