namespace AudioSubnet.Engines.Music.Theory;

/// <summary>A tonic and a mode, for example D minor.</summary>
/// <param name="Tonic">Pitch class of the tonic: 0 = C … 11 = B.</param>
/// <param name="Mode">The scale on it.</param>
public readonly record struct MusicalKey(int Tonic, Mode Mode)
{
    private static readonly string[] s_names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    /// <summary>Semitones of the seven degrees above the tonic.</summary>
    public IReadOnlyList<int> Scale => Intervals(Mode);

    /// <summary>True for the modes with a major third.</summary>
    public bool IsMajorLike => Mode is Mode.Major or Mode.Lydian or Mode.Mixolydian;

    /// <summary>Whether a MIDI pitch belongs to the scale.</summary>
    public bool Contains(int pitch)
    {
        int interval = (pitch - Tonic + 120) % 12;
        return Scale.Contains(interval);
    }

    /// <summary>The MIDI pitch <paramref name="steps"/> scale steps above the tonic of the octave that starts with the C <paramref name="octaveBase"/>.</summary>
    internal int PitchAt(int octaveBase, int steps)
    {
        int octave = (int)Math.Floor(steps / 7.0);
        return octaveBase + Tonic + 12 * octave + Scale[steps - 7 * octave];
    }

    /// <summary>The name in English, for example "Eb minor".</summary>
    public override string ToString() => $"{s_names[Tonic]} {Mode.ToString().ToLowerInvariant()}";

    private static int[] Intervals(Mode mode) => mode switch
    {
        Mode.Major => [0, 2, 4, 5, 7, 9, 11],
        Mode.Minor => [0, 2, 3, 5, 7, 8, 10],
        Mode.Dorian => [0, 2, 3, 5, 7, 9, 10],
        Mode.Phrygian => [0, 1, 3, 5, 7, 8, 10],
        Mode.Lydian => [0, 2, 4, 6, 7, 9, 11],
        Mode.Mixolydian => [0, 2, 4, 5, 7, 9, 10],
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown mode."),
    };
}
