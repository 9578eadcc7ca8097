using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Writes the second line of the fuller sections: held guide tones where the instrument sustains, echoes in the gaps of the melody
/// where it is struck.</summary>
internal static class ColourWriter
{
    public static List<Note> Write(Plan plan, Harmony harmony, Instrument instrument, IReadOnlyList<Note> melody)
    {
        var notes = new List<Note>();
        int centre = Math.Clamp(67, instrument.Low + 8, instrument.High - 8);
        int last = centre;
        foreach (ChordSpan span in harmony.Spans)
        {
            Section section = plan.SectionOf((int)(span.Start / plan.QuartersPerBar + 1e-6));
            // It enters with the second theme, or with the repeat of the first: something new for the ear.
            if (section.Kind is SectionKind.Intro or SectionKind.Break || (section.Kind == SectionKind.A && section.Pass == 0 && plan.Sections.Count > 2))
                continue;
            int velocity = 52 + (int)(30 * section.Intensity);
            last = GuideTone(span.Chord, last, centre);
            if (instrument.Sustains)
                notes.Add(new Note(span.Start, span.Length * 0.92, last, velocity));
            else
                notes.AddRange(Echo(span, last, melody, velocity));
        }
        notes.Add(new Note(plan.FinalChord, 8, GuideTone(harmony.Final, last, centre), 58 + (int)(28 * plan.Energy)));
        return notes;
    }

    /// <summary>Third or seventh (else fifth) nearest to the last one: the tones that tell a chord's colour.</summary>
    private static int GuideTone(Chord chord, int last, int centre)
    {
        int[] intervals = chord.Intervals.Length >= 4 ? [chord.Intervals[1], chord.Intervals[3]] : chord.Intervals.Length == 3 ? [chord.Intervals[1], chord.Intervals[2]] : [0, chord.Fifth];
        int[] classes = [.. intervals.Select(interval => (chord.Root + interval) % 12)];
        return Enumerable.Range(centre - 8, 17).Where(pitch => classes.Contains(pitch % 12)).MinBy(pitch => Math.Abs(pitch - last));
    }

    private static IEnumerable<Note> Echo(ChordSpan span, int guide, IReadOnlyList<Note> melody, int velocity)
    {
        int[] tones = [.. Enumerable.Range(guide, 14).Where(span.Chord.Contains)];
        int index = 0;
        for (double start = span.Start + 0.5; start < span.End - 1e-6; start += 0.5)
            if (!melody.Any(note => note.Start > start - 0.3 && note.Start < start + 0.3))
                yield return new Note(start, 0.5, tones[index++ % tones.Length], velocity - 6);
    }
}
