using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Writes the accompaniment: rhythmic chords or arpeggios, and the pad behind them.</summary>
internal static class ChordWriter
{
    /// <summary>A sixteenth in quarters.</summary>
    private const double Step = 0.25;

    /// <summary>Chords as the genre plays them; another pattern in the B sections, if the genre has one.</summary>
    public static List<Note> Accompaniment(Plan plan, Harmony harmony, Instrument instrument)
    {
        SeededRandom random = plan.Random.For("accompaniment");
        string[] ways = plan.Genre.Accompaniment;
        int first = random.Below(ways.Length);
        var notes = new List<Note>();
        int[] voicing = [];
        int centre = Math.Clamp(60, instrument.Low + 9, instrument.High - 9);
        int steps = plan.Metre.StepsPerBar;
        for (int bar = 0; bar < plan.Bars; bar++)
        {
            Section section = plan.SectionOf(bar);
            string name = ways[(first + (section.Kind is SectionKind.B ? 1 : 0)) % ways.Length];
            Accompaniment way = AccompanimentTable.Of(name, plan.Metre.IsTriple);
            // A still passage of a busy way is held chords.
            if (section.Intensity < 0.3 && way.Stroke is Stroke.Chord or Stroke.Strum && plan.Energy < 0.3 && way.Rhythm.Count(c => c != '.') > 3)
                way = AccompanimentTable.Of("block", plan.Metre.IsTriple);
            double barStart = bar * plan.QuartersPerBar;
            for (int step = 0; step < steps; step++)
            {
                char sign = way.Rhythm[step % way.Rhythm.Length];
                double start = barStart + step * Step;
                if (sign == '.' || start >= plan.FinalChord - 1e-6)
                    continue;
                Chord chord = harmony.At(start);
                voicing = Voicing.Lead(chord, voicing, centre, chord.Intervals.Length >= 4 ? 4 : 3);
                double next = NextStroke(way.Rhythm, step, steps) * Step;
                double length = Math.Min(next * way.Gate, plan.FinalChord - start);
                int velocity = Velocity(sign, section.Intensity);
                notes.AddRange(Strike(way.Stroke, sign, start, length, voicing, chord, velocity));
            }
        }
        if (plan.Genre.Accompaniment.Any(name => AccompanimentTable.Of(name, false).Stroke == Stroke.Power))
            notes.AddRange(Strike(Stroke.Power, 'X', plan.FinalChord, 8, voicing, harmony.Final, 100));
        else
            notes.AddRange(Voicing.Lead(harmony.Final, voicing, centre, 4).Select(pitch => new Note(plan.FinalChord, 8, pitch, 64 + (int)(35 * plan.Energy))));
        return notes;
    }

    /// <summary>One held voicing for each chord.</summary>
    public static List<Note> Pad(Plan plan, Harmony harmony, Instrument instrument)
    {
        var notes = new List<Note>();
        int[] voicing = [];
        int centre = Math.Clamp(64, instrument.Low + 9, instrument.High - 9);
        foreach (ChordSpan span in harmony.Spans)
        {
            voicing = Voicing.Lead(span.Chord, voicing, centre, 4);
            double intensity = plan.SectionOf((int)(span.Start / plan.QuartersPerBar + 1e-6)).Intensity;
            notes.AddRange(voicing.Select(pitch => new Note(span.Start, span.Length, pitch, 48 + (int)(34 * intensity))));
        }
        notes.AddRange(Voicing.Lead(harmony.Final, voicing, centre, 4).Select(pitch => new Note(plan.FinalChord, 8, pitch, 55 + (int)(25 * plan.Energy))));
        return notes;
    }

    private static IEnumerable<Note> Strike(Stroke stroke, char sign, double start, double length, int[] voicing, Chord chord, int velocity)
    {
        switch (stroke)
        {
            case Stroke.Arpeggio:
                int voice = sign - '0';
                // A voice above the chord is its lowest note an octave higher.
                int pitch = voice < voicing.Length ? voicing[voice] : voicing[voice - voicing.Length] + 12;
                return [new Note(start, length, pitch, velocity - 4 * (voice == 0 ? 0 : 1))];
            case Stroke.Power:
                int root = 40 + (chord.Root + 8) % 12;
                return [new(start, length, root, velocity), new(start, length, root + chord.Fifth, velocity - 4), new(start, length, root + 12, velocity - 8)];
            default:
                return voicing.Select(note => new Note(start, length, note, velocity));
        }
    }

    private static int Velocity(char sign, double intensity)
    {
        int baseline = 52 + (int)(40 * intensity);
        return sign switch { 'X' => baseline + 12, 'o' => baseline - 16, _ => baseline };
    }

    private static int NextStroke(string rhythm, int step, int stepsPerBar)
    {
        for (int next = step + 1; next < stepsPerBar; next++)
            if (rhythm[next % rhythm.Length] != '.')
                return next - step;
        return stepsPerBar - step;
    }
}
