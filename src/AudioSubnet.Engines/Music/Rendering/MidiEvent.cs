namespace AudioSubnet.Engines.Music.Rendering;

/// <summary>What an event does.</summary>
internal enum MidiEventKind
{
    NoteOff,
    Control,
    NoteOn,
}

/// <summary>An event at an exact frame.</summary>
/// <param name="Frame">Frame from the start.</param>
/// <param name="Kind">What it does; at the same frame notes end before controllers move before notes begin.</param>
/// <param name="Channel">MIDI channel, 0 … 15.</param>
/// <param name="Number">Key or controller.</param>
/// <param name="Value">Velocity or controller value.</param>
internal readonly record struct MidiEvent(long Frame, MidiEventKind Kind, int Channel, int Number, int Value);
