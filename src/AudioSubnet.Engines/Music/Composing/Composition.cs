using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>A finished piece on paper: everything the renderer plays.</summary>
/// <param name="Brief">What was read out of the prompt.</param>
/// <param name="Seconds">Length in seconds.</param>
/// <param name="Seed">The seed that filled in what the prompt left open.</param>
/// <param name="Genre">Genre.</param>
/// <param name="Key">Key.</param>
/// <param name="Metre">Metre.</param>
/// <param name="Tempo">Tempo.</param>
/// <param name="Energy">Energy, 0 … 1.</param>
/// <param name="Sections">The form, in order.</param>
/// <param name="FinalChord">Start of the last chord, in quarter notes.</param>
/// <param name="Parts">What each player plays.</param>
public sealed record Composition(
    MusicBrief Brief, double Seconds, int Seed, Genre Genre, MusicalKey Key, TimeSignature Metre, TempoMap Tempo, double Energy,
    IReadOnlyList<Section> Sections, double FinalChord, IReadOnlyList<Part> Parts)
{
    /// <summary>Tempo in counted beats a minute (dotted quarters in 6/8).</summary>
    public double BeatsPerMinute => Tempo.BeatsPerMinute / Metre.QuartersPerBeat;

    /// <summary>The piece in one line, for example "jazz in D minor, 4/4, 122 bpm: tenor saxophone, piano, double bass, drums".</summary>
    public override string ToString() =>
        $"{Genre.Name} in {Key}, {Metre}, {BeatsPerMinute:0.#} bpm: {string.Join(", ", Parts.Select(part => part.Instrument.Name).Distinct())}";
}
