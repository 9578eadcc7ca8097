using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>
/// Writes the melody: each theme is two motifs, developed over phrases of four bars (statement, answer, varied statement, close). Strong
/// beats and long notes take
/// chord tones; what lies between moves through the scale.
/// </summary>
internal sealed class MelodyWriter
{
    private const double Step = 0.25;
    private readonly Plan _plan;
    private readonly Harmony _harmony;
    private readonly SeededRandom _random;
    private readonly int _low;
    private readonly int _high;
    private readonly double _density;
    private int _last;

    private MelodyWriter(Plan plan, Harmony harmony, Instrument instrument)
    {
        (_plan, _harmony, _random) = (plan, harmony, plan.Random.For("melody"));
        // A register of an octave and a half, around where a voice would sing, as far as the instrument goes.
        _low = Math.Clamp(62 + (plan.Energy > 0.6 ? 3 : 0), instrument.Low, Math.Max(instrument.Low, instrument.High - 19));
        _high = Math.Min(instrument.High, _low + 19);
        _last = (_low + _high) / 2 - 2;
        double tempo = plan.Tempo.BeatsPerMinute;
        double speed = tempo > 125 ? -0.16 : tempo < 85 ? 0.08 : 0;
        _density = Math.Clamp(0.1 + 0.62 * plan.Energy + speed, 0.02, 0.9);
    }

    /// <summary>The melody of a piece.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="harmony">The chords.</param>
    /// <param name="instrument">Who plays it: sets the register.</param>
    /// <param name="unaccompanied">True if nobody else plays, so that the melody may not pause in intros.</param>
    public static List<Note> Write(Plan plan, Harmony harmony, Instrument instrument, bool unaccompanied) =>
        new MelodyWriter(plan, harmony, instrument).Write(unaccompanied);

    private List<Note> Write(bool unaccompanied)
    {
        var notes = new List<Note>();
        var themes = new Dictionary<SectionKind, (Motif Statement, Motif Second)>
        {
            [SectionKind.A] = Theme(_density),
            [SectionKind.B] = Theme(Math.Min(0.95, _density + (_random.Chance(0.5) ? 0.15 : -0.12))),
        };
        foreach (Section section in _plan.Sections)
        {
            if (section.Kind == SectionKind.Intro && !unaccompanied)
                continue;
            (Motif statement, Motif second) = themes[section.Kind is SectionKind.B or SectionKind.Break ? SectionKind.B : SectionKind.A];
            for (int bar = 0; bar < section.Bars; bar++)
            {
                bool last = section.EndBar == _plan.Bars && bar == section.Bars - 1;
                bool closes = bar % 4 == 3 || bar == section.Bars - 1;
                Motif motif = (bar % 4) switch
                {
                    0 => statement,
                    1 => second,
                    2 => section.Pass > 0 || _random.Chance(0.4) ? statement.Ornament(_random) : statement,
                    _ => statement,
                };
                if (closes)
                    motif = motif.Close(_plan.Metre.StepsPerBar);
                else if (section.Pass > 0 && _random.Chance(0.5))
                    motif = motif.Ornament(_random);
                // A thin passage takes every other bar off.
                if (section.Kind == SectionKind.Break && bar % 2 == 1 && !unaccompanied)
                    continue;
                Realize(motif, section.FirstBar + bar, section, closes && !last, notes);
            }
        }
        int tonic = ChordTone(_harmony.Final, _last, tonicOnly: true);
        notes.Add(new Note(_plan.FinalChord, 8, tonic, 70 + (int)(34 * _plan.Energy)));
        return notes;
    }

    private (Motif Statement, Motif Second) Theme(double density)
    {
        Motif statement = Motif.Invent(_plan, density, _random);
        Motif second = _random.Chance(0.55) ? statement.Answer() : Motif.Invent(_plan, density, _random);
        return (statement, second);
    }

    private void Realize(Motif motif, int bar, Section section, bool openEnd, List<Note> notes)
    {
        double barStart = bar * _plan.QuartersPerBar;
        int anchor = Fit(motif, NearestStep(_last + Arc(bar, section)));
        int beat = (int)(_plan.Metre.QuartersPerBeat / Step);
        for (int i = 0; i < motif.Notes.Count; i++)
        {
            MotifNote note = motif.Notes[i];
            double start = barStart + note.Step * Step;
            if (start >= _plan.FinalChord - 1e-6)
                break;
            Chord chord = _harmony.At(start);
            int pitch = Fold(_plan.Key.PitchAt(0, anchor + note.Contour));
            bool strong = note.Step % beat == 0 || note.Length >= beat;
            pitch = strong ? ChordTone(chord, pitch, tonicOnly: false) : Bend(chord, pitch);
            // Two bars in a row on one pitch is a stuck record: move to the next chord tone.
            if (strong && notes.Count >= 2 && notes[^1].Pitch == pitch && notes[^2].Pitch == pitch)
                pitch = ChordTone(chord, Fold(pitch + (pitch > (_low + _high) / 2 ? -3 : 3)), tonicOnly: false);
            double length = Math.Min(note.Length * Step, _plan.FinalChord - start);
            bool held = i == motif.Notes.Count - 1 && openEnd;
            int accent = note.Step == 0 ? 7 : note.Step % beat == 0 ? 3 : -3;
            int velocity = 66 + (int)(34 * section.Intensity) + accent + (pitch - (_low + _high) / 2) / 3;
            // The last note of an inner phrase is let go early: the line breathes.
            notes.Add(new Note(start, held ? length * 0.8 : length * 0.96, pitch, velocity));
            _last = pitch;
        }
    }

    /// <summary>The arc of a phrase: up towards its third bar, down at its end; and away from the edges of the register.</summary>
    private int Arc(int bar, Section section)
    {
        int push = ((bar - section.FirstBar) % 4) switch { 0 => 0, 1 => 1, 2 => 3, _ => -2 };
        int middle = (_low + _high) / 2 + (section.Kind == SectionKind.B ? 3 : 0);
        return push + (middle - _last) / 3;
    }

    /// <summary>Moves a motif by scale steps until it lies within the register: folding single notes by an octave would break its
    /// line.</summary>
    private int Fit(Motif motif, int anchor)
    {
        int top = motif.Notes.Count == 0 ? 0 : motif.Notes.Max(note => note.Contour);
        int bottom = motif.Notes.Count == 0 ? 0 : motif.Notes.Min(note => note.Contour);
        while (_plan.Key.PitchAt(0, anchor + bottom) < _low)
            anchor++;
        while (_plan.Key.PitchAt(0, anchor + top) > _high)
            anchor--;
        return anchor;
    }

    private int NearestStep(int pitch)
    {
        int best = 0;
        for (int step = 0; step < 75; step++)
            if (Math.Abs(_plan.Key.PitchAt(0, step) - pitch) < Math.Abs(_plan.Key.PitchAt(0, best) - pitch))
                best = step;
        return best;
    }

    private int ChordTone(Chord chord, int near, bool tonicOnly)
    {
        int best = near;
        int distance = int.MaxValue;
        for (int pitch = _low; pitch <= _high; pitch++)
            if ((tonicOnly ? pitch % 12 == _plan.Key.Tonic : chord.Contains(pitch)) && Math.Abs(pitch - near) < distance)
                (best, distance) = (pitch, Math.Abs(pitch - near));
        return best;
    }

    /// <summary>A scale tone a semitone beside a chord tone that is foreign to the scale gives way to it (the leading note of a minor
    /// dominant).</summary>
    private int Bend(Chord chord, int pitch)
    {
        foreach (int neighbour in (int[])[pitch + 1, pitch - 1])
            if (chord.Contains(neighbour) && !_plan.Key.Contains(neighbour))
                return neighbour;
        return pitch;
    }

    private int Fold(int pitch)
    {
        while (pitch > _high)
            pitch -= 12;
        while (pitch < _low)
            pitch += 12;
        return pitch;
    }
}
