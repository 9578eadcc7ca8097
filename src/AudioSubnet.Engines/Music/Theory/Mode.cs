namespace AudioSubnet.Engines.Music.Theory;

/// <summary>The scale a piece is built on.</summary>
public enum Mode
{
    /// <summary>Ionian: 0 2 4 5 7 9 11.</summary>
    Major,

    /// <summary>Aeolian, the natural minor: 0 2 3 5 7 8 10.</summary>
    Minor,

    /// <summary>Minor with a major sixth: 0 2 3 5 7 9 10.</summary>
    Dorian,

    /// <summary>Minor with a minor second: 0 1 3 5 7 8 10.</summary>
    Phrygian,

    /// <summary>Major with an augmented fourth: 0 2 4 6 7 9 11.</summary>
    Lydian,

    /// <summary>Major with a minor seventh: 0 2 4 5 7 9 10.</summary>
    Mixolydian,
}
