using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>The decisions that stand before the first note: everything the prompt left open is settled here.</summary>
internal sealed record Plan(
    Genre Genre, MusicalKey Key, TimeSignature Metre, double Energy, TempoMap Tempo, int Bars, double FinalChord,
    IReadOnlyList<Section> Sections, SeededRandom Random)
{
    public double QuartersPerBar => Metre.QuartersPerBar;

    /// <summary>The section of a bar.</summary>
    public Section SectionOf(int bar) => Sections.Last(section => section.FirstBar <= bar);
}
