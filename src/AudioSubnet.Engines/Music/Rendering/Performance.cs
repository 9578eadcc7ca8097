using AudioSubnet.Engines.Music.Composing;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Rendering;

/// <summary>
/// Turns a written piece into timed events, as players would: swing, small deviations of time and touch, spread chords, and a last chord
/// that dies away before the
/// recording ends.
/// </summary>
internal static class Performance
{
    private const int Expression = 11;

    /// <summary>Standard deviation of a loose player's timing, in seconds.</summary>
    private const double TimingSpread = 0.006;

    /// <summary>How long before the end the last notes are let go, as a part of the time of the last chord: held ones early, struck ones
    /// die away by themselves.</summary>
    private const double HeldRelease = 0.3, StruckRelease = 0.08;

    /// <summary>Controller steps of the last decrescendo.</summary>
    private const int FadeSteps = 40;

    public static List<MidiEvent> Of(Composition piece, int sampleRate)
    {
        var random = new SeededRandom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"performance\n{piece.Brief.Prompt}\n{piece.Seed}"));
        double final = piece.Tempo.SecondsAt(piece.FinalChord);
        var events = new List<MidiEvent>();
        foreach (Part part in piece.Parts)
        {
            bool isMachine = part.Channel == MusicComposer.DrumChannel && piece.Genre.Looseness < 0.2;
            double letGo = piece.Seconds - (part.Instrument.Sustains ? HeldRelease : StruckRelease) * (piece.Seconds - final);
            double spread = isMachine ? 0 : TimingSpread * piece.Genre.Looseness * (part.Role == Role.Drums ? 0.6 : 1);
            Perform(piece, part, spread, final, letGo, sampleRate, random.For(part.Channel.ToString(System.Globalization.CultureInfo.InvariantCulture)), events);
            if (part.Instrument.Sustains)
                Fade(part.Channel, final, piece.Seconds, sampleRate, events);
        }
        // Stable: at one frame, notes of a channel end before new ones begin.
        return [.. events.OrderBy(item => item.Frame).ThenBy(item => item.Kind).ThenBy(item => item.Channel).ThenBy(item => item.Number)];
    }

    private static void Perform(
        Composition piece, Part part, double spread, double final, double letGo, int sampleRate, SeededRandom random, List<MidiEvent> events)
    {
        double lastStart = -1;
        int inChord = 0;
        double together = 0;
        // When a key is struck again while it sounds, it must be let go first, or its later note-off would cut the new note.
        var sounding = new Dictionary<int, int>();
        foreach (Note note in part.Notes)
        {
            bool sameChord = Math.Abs(note.Start - lastStart) < 1e-6;
            inChord = sameChord ? inChord + 1 : 0;
            together = sameChord ? together : spread * random.Bell();
            lastStart = note.Start;
            bool isFinal = note.Start >= piece.FinalChord - 1e-6;
            double strum = part.Strum * inChord * (isFinal ? 3 : 1);
            double start = Math.Max(0, piece.Tempo.SecondsAt(Swung(piece, note.Start)) + together + strum);
            double end = isFinal ? letGo : Math.Max(start + 0.03, piece.Tempo.SecondsAt(Swung(piece, note.End)) + together);
            int velocity = Math.Clamp(note.Velocity + (int)Math.Round(4 * piece.Genre.Looseness * random.Bell()), 1, 127);
            long on = (long)(start * sampleRate);
            long off = Math.Max(on + 1, (long)(end * sampleRate));
            if (sounding.TryGetValue(note.Pitch, out int index) && events[index].Frame > on)
                events[index] = events[index] with { Frame = on };
            events.Add(new MidiEvent(on, MidiEventKind.NoteOn, part.Channel, note.Pitch, velocity));
            sounding[note.Pitch] = events.Count;
            events.Add(new MidiEvent(off, MidiEventKind.NoteOff, part.Channel, note.Pitch, 0));
        }
    }

    /// <summary>Delays what falls on the second half of a beat (or of an eighth, where sixteenths swing).</summary>
    private static double Swung(Composition piece, double quarter)
    {
        if (piece.Genre.Swing <= 0 || piece.Metre.IsTriple)
            return quarter;
        double unit = piece.Genre.SwingsSixteenths ? 0.5 : 1;
        double place = quarter / unit - Math.Floor(quarter / unit + 1e-9);
        // The first half of the unit grows by the swing, the second shrinks by it; the beat itself stays.
        double swing = piece.Genre.Swing / 2;
        double moved = place <= 0.5 ? place * (1 + 2 * swing) : 0.5 + swing + (place - 0.5) * (1 - 2 * swing);
        return (Math.Floor(quarter / unit + 1e-9) + moved) * unit;
    }

    /// <summary>A decrescendo over the last chord of an instrument that would otherwise hold it at full strength.</summary>
    private static void Fade(int channel, double final, double seconds, int sampleRate, List<MidiEvent> events)
    {
        events.Add(new MidiEvent(0, MidiEventKind.Control, channel, Expression, 127));
        for (int step = 1; step <= FadeSteps; step++)
        {
            double progress = (double)step / FadeSteps;
            long frame = (long)((final + progress * (seconds - final)) * sampleRate);
            events.Add(new MidiEvent(frame, MidiEventKind.Control, channel, Expression, (int)(127 * (1 - 0.92 * progress * progress))));
        }
    }
}
