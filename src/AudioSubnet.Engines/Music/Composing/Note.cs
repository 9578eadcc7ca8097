namespace AudioSubnet.Engines.Music.Composing;

/// <summary>A note as written: in quarter notes from the start, before any player touches it.</summary>
/// <param name="Start">Start in quarter notes.</param>
/// <param name="Length">Length in quarter notes.</param>
/// <param name="Pitch">MIDI pitch, or drum key.</param>
/// <param name="Velocity">MIDI velocity, 1 … 127.</param>
public readonly record struct Note(double Start, double Length, int Pitch, int Velocity)
{
    /// <summary>End in quarter notes.</summary>
    public double End => Start + Length;
}
