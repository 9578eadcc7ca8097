namespace AudioSubnet.Engines.Music.Theory;

/// <summary>Beats in a bar and the note value of a beat, for example 6/8.</summary>
/// <param name="Beats">Beats in a bar.</param>
/// <param name="Unit">Note value that counts as one beat: 4 = quarter, 8 = eighth.</param>
public readonly record struct TimeSignature(int Beats, int Unit)
{
    /// <summary>Four quarters.</summary>
    public static TimeSignature Common { get; } = new(4, 4);

    /// <summary>Three quarters: waltz, lullaby.</summary>
    public static TimeSignature ThreeFour { get; } = new(3, 4);

    /// <summary>Six eighths: jig.</summary>
    public static TimeSignature SixEight { get; } = new(6, 8);

    /// <summary>Length of a bar in quarter notes.</summary>
    public double QuartersPerBar => Beats * 4.0 / Unit;

    /// <summary>Length of the beat that is counted, in quarter notes: a dotted quarter in 6/8, 9/8 and 12/8, a quarter elsewhere.</summary>
    public double QuartersPerBeat => Unit == 8 && IsTriple ? 1.5 : 1;

    /// <summary>Sixteenth notes in a bar: the grid that rhythms are written on.</summary>
    internal int StepsPerBar => Beats * 16 / Unit;

    /// <summary>Whether bars fall into groups of three beats (3/4, 6/8, 9/8, 12/8).</summary>
    internal bool IsTriple => Beats % 3 == 0;

    /// <summary>As written, for example "3/4".</summary>
    public override string ToString() => $"{Beats}/{Unit}";
}
