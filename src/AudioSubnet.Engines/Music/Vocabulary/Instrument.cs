namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>An instrument a prompt may name.</summary>
/// <param name="Name">Name in English.</param>
/// <param name="Program">General MIDI program, 0 … 127; of a drum kit on the percussion channel.</param>
/// <param name="Roles">What it can do in an arrangement, the most natural first.</param>
/// <param name="Low">Lowest comfortable MIDI pitch.</param>
/// <param name="High">Highest comfortable MIDI pitch.</param>
public sealed record Instrument(string Name, int Program, IReadOnlyList<Role> Roles, int Low, int High)
{
    /// <summary>Other words for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a held note keeps sounding (bowed, blown, sung, organ) instead of dying away (plucked, struck).</summary>
    public bool Sustains { get; init; }
}
