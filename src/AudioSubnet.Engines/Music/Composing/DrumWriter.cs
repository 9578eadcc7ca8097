using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Writes the drums: the genre's groove thinned or filled by intensity, a fill before each new section, a cymbal where it
/// begins.</summary>
internal static class DrumWriter
{
    private const double Step = 0.25;

    /// <summary>Length of a struck note; drums ring by themselves.</summary>
    private const double Hit = 0.2;

    public static List<Note> Write(Plan plan, Instrument kit)
    {
        SeededRandom random = plan.Random.For("drums");
        string groove = plan.Genre.Groove ?? (kit.Name == "timpani" ? "cinematic" : "pop");
        IReadOnlyList<DrumLane> lanes = GrooveTable.Of(groove, plan.Metre.IsTriple);
        bool loud = plan.Energy > 0.5;
        var notes = new List<Note>();
        int steps = plan.Metre.StepsPerBar;
        for (int bar = 0; bar < plan.Bars; bar++)
        {
            Section section = plan.SectionOf(bar);
            bool lastOfSection = bar == section.EndBar - 1 && section.Bars > 1 || bar == plan.Bars - 1;
            bool fill = lastOfSection && plan.Energy > 0.3 && section.Kind != SectionKind.Break;
            int fillFrom = fill ? steps - (section.Bars >= 4 && plan.Energy > 0.55 ? Math.Min(8, steps / 2) : 4) : steps;
            double barStart = bar * plan.QuartersPerBar;
            if (bar == section.FirstBar && bar > 0 && loud && section.Kind is SectionKind.A or SectionKind.B)
                notes.Add(new Note(barStart, Hit, GrooveTable.Crash, 72 + (int)(40 * section.Intensity)));
            foreach (DrumLane lane in lanes)
            {
                if (section.Intensity < lane.MinimumIntensity || (section.Kind == SectionKind.Intro && bar == 0 && plan.Bars > 4 && lane.Key == GrooveTable.Snare))
                    continue;
                for (int step = 0; step < fillFrom; step++)
                {
                    char sign = lane.Pattern[step % lane.Pattern.Length];
                    // Ghost notes come and go: no two bars alike.
                    if (sign == '.' || (sign == 'o' && random.Chance(0.2)))
                        continue;
                    notes.Add(new Note(barStart + step * Step, Hit, lane.Key, Velocity(sign, section.Intensity)));
                }
            }
            if (fill)
                notes.AddRange(Fill(barStart, fillFrom, steps, section.Intensity, kit, random));
        }
        notes.RemoveAll(note => note.Start >= plan.FinalChord - 1e-6);
        if (plan.Bars > 0 && plan.Energy > 0.25)
        {
            notes.Add(new Note(plan.FinalChord, Hit, kit.Name == "timpani" ? GrooveTable.Kettle : GrooveTable.Kick, 90));
            notes.Add(new Note(plan.FinalChord, Hit, loud ? GrooveTable.Crash : GrooveTable.Ride, 50 + (int)(55 * plan.Energy)));
        }
        notes.Sort((left, right) => left.Start.CompareTo(right.Start));
        return notes;
    }

    private static IEnumerable<Note> Fill(double barStart, int from, int steps, double intensity, Instrument kit, SeededRandom random)
    {
        int[] drums = kit.Program switch
        {
            24 or 25 => [GrooveTable.Snare, GrooveTable.Snare, GrooveTable.Clap, GrooveTable.ClosedHat],
            48 => [GrooveTable.FloorTom, GrooveTable.LowTom, GrooveTable.FloorTom, GrooveTable.Kettle],
            _ => [GrooveTable.Snare, GrooveTable.HighTom, GrooveTable.MidTom, GrooveTable.LowTom],
        };
        bool dense = intensity > 0.6;
        for (int step = from; step < steps; step++)
        {
            if (!dense && step % 2 == 1 || random.Chance(0.18))
                continue;
            double progress = (step - from + 1.0) / (steps - from);
            int drum = drums[Math.Min(drums.Length - 1, (int)(progress * drums.Length - 0.01))];
            yield return new Note(barStart + step * Step, Hit, drum, 55 + (int)(30 * intensity) + (int)(22 * progress));
        }
    }

    private static int Velocity(char sign, double intensity)
    {
        int baseline = 58 + (int)(38 * intensity);
        return sign switch { 'X' => baseline + 20, 'o' => baseline - 26, _ => baseline };
    }
}
