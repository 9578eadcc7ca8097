namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>What an instrument does in an arrangement.</summary>
public enum Role
{
    /// <summary>The melody.</summary>
    Lead,

    /// <summary>Rhythmic chords or arpeggios.</summary>
    Chords,

    /// <summary>Sustained harmony behind the rest.</summary>
    Pad,

    /// <summary>The bass line.</summary>
    Bass,

    /// <summary>A second line: counter-melody or arpeggio in the fuller sections.</summary>
    Colour,

    /// <summary>The drum kit and other percussion.</summary>
    Drums,
}
