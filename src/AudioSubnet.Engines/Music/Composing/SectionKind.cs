namespace AudioSubnet.Engines.Music.Composing;

/// <summary>What a section is in the form.</summary>
public enum SectionKind
{
    /// <summary>Accompaniment without the melody.</summary>
    Intro,

    /// <summary>The main theme.</summary>
    A,

    /// <summary>The contrasting theme.</summary>
    B,

    /// <summary>A thinner passage before the last theme.</summary>
    Break,

    /// <summary>The closing bars before the last chord.</summary>
    Ending,
}
