using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Writes the bass line from the genre's pattern: roots on the strong beats, approaches into the next chord, a walk where the
/// genre walks.</summary>
internal static class BassWriter
{
    private const double Step = 0.25;

    public static List<Note> Write(Plan plan, Harmony harmony, Instrument instrument)
    {
        SeededRandom random = plan.Random.For("bass");
        string[] lines = plan.Genre.BassLines;
        int first = random.Below(lines.Length);
        var notes = new List<Note>();
        int steps = plan.Metre.StepsPerBar;
        // Basses sound best around E1–G2; a cello or a left hand sits an octave higher.
        int low = Math.Clamp(instrument.Low, 28, 41);
        int previous = low + 8;
        for (int bar = 0; bar < plan.Bars; bar++)
        {
            Section section = plan.SectionOf(bar);
            string line = BassTable.Of(lines[(first + (section.Kind is SectionKind.B ? 1 : 0)) % lines.Length], plan.Metre.IsTriple);
            if (section.Intensity < 0.3 || (section.Kind == SectionKind.Intro && plan.Energy < 0.6))
                line = BassTable.Of(plan.Metre.IsTriple ? "downbeat" : "half notes", plan.Metre.IsTriple);
            for (int step = 0; step < steps; step++)
            {
                char sign = line[step % line.Length];
                double start = bar * plan.QuartersPerBar + step * Step;
                if (sign is '-' or '.' || start >= plan.FinalChord - 1e-6)
                    continue;
                double length = Math.Min(Length(line, step, steps) * Step, plan.FinalChord - start);
                Chord chord = harmony.At(start);
                Chord next = harmony.At(start + length);
                int root = Nearest(chord.Root, previous, low);
                int pitch = sign switch
                {
                    'R' => root,
                    '8' => root + 12,
                    '5' => root + chord.Fifth > low + 19 ? root + chord.Fifth - 12 : root + chord.Fifth,
                    '3' => root + chord.Third,
                    '6' => root + 9,
                    'a' => Approach(plan.Key, Nearest(next.Root, root, low), previous, random),
                    'w' => Walk(chord, plan.Key, previous, low, random),
                    _ => throw new FormatException($"Bass pattern has an unknown sign '{sign}'."),
                };
                // A chord that changes inside a bar is answered by its root, whatever the pattern says.
                if (step > 0 && sign != 'a' && harmony.At(start - 0.01) != chord)
                    pitch = root;
                int accent = step == 0 ? 8 : step % 4 == 0 ? 3 : 0;
                notes.Add(new Note(start, length * 0.94, pitch, 66 + (int)(34 * section.Intensity) + accent));
                if (sign is 'R' or 'a' or 'w' or '3')
                    previous = pitch;
            }
        }
        notes.Add(new Note(plan.FinalChord, 8, Nearest(harmony.Final.Root, previous, low), 78 + (int)(24 * plan.Energy)));
        return notes;
    }

    /// <summary>The pitch of a class that lies nearest to the last note, within an octave and a half above the lowest.</summary>
    private static int Nearest(int pitchClass, int previous, int low)
    {
        int pitch = low + (pitchClass - low % 12 + 12) % 12;
        return pitch + 12 <= low + 17 && Math.Abs(pitch + 12 - previous) < Math.Abs(pitch - previous) ? pitch + 12 : pitch;
    }

    /// <summary>A step above or below the goal: from the scale if the key has one, else a semitone.</summary>
    private static int Approach(MusicalKey key, int goal, int previous, SeededRandom random)
    {
        int direction = goal > previous ? -1 : goal < previous ? 1 : random.Chance(0.5) ? 1 : -1;
        return key.Contains(goal + 2 * direction) && !key.Contains(goal + direction) ? goal + 2 * direction : goal + direction;
    }

    private static int Walk(Chord chord, MusicalKey key, int previous, int low, SeededRandom random)
    {
        int[] reachable = [.. Enumerable.Range(previous - 5, 11).Where(pitch => pitch >= low && pitch <= low + 22 && pitch != previous && (chord.Contains(pitch) || key.Contains(pitch)))];
        int[] chordTones = [.. reachable.Where(chord.Contains)];
        return chordTones.Length > 0 && random.Chance(0.7) ? random.Pick(chordTones) : reachable.Length > 0 ? random.Pick(reachable) : previous;
    }

    private static int Length(string line, int step, int stepsPerBar)
    {
        int next = step + 1;
        while (next < stepsPerBar && line[next % line.Length] == '-')
            next++;
        return next - step;
    }
}
