using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>What one player plays.</summary>
/// <param name="Role">What it does in the arrangement.</param>
/// <param name="Instrument">What it is played on.</param>
/// <param name="Channel">MIDI channel, 0 … 15; drums on 9.</param>
/// <param name="Notes">The notes, by start.</param>
public sealed record Part(Role Role, Instrument Instrument, int Channel, IReadOnlyList<Note> Notes)
{
    /// <summary>Volume, 0 … 127 (controller 7).</summary>
    public int Volume { get; init; } = 100;

    /// <summary>Panorama, 0 = left, 64 = centre, 127 = right (controller 10).</summary>
    public int Pan { get; init; } = 64;

    /// <summary>Reverb send, 0 … 127 (controller 91).</summary>
    public int Reverb { get; init; } = 40;

    /// <summary>Chorus send, 0 … 127 (controller 93).</summary>
    public int Chorus { get; init; }

    /// <summary>Delay between the notes of one chord, in seconds, as a plectrum makes it; 0 for none.</summary>
    public double Strum { get; init; }
}
