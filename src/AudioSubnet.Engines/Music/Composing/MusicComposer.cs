using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Writes a piece for a prompt: the same for the same prompt, length and seed, on every machine; another for another
/// seed.</summary>
public static class MusicComposer
{
    /// <summary>The MIDI channel of percussion.</summary>
    public const int DrumChannel = 9;

    /// <summary>Composes.</summary>
    /// <param name="prompt">Description in words.</param>
    /// <param name="seconds">Length in seconds, more than 0.</param>
    /// <param name="seed">Settles what the prompt leaves open.</param>
    public static Composition Compose(string prompt, double seconds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        MusicBrief brief = PromptReader.Read(prompt);
        var random = new SeededRandom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prompt.Trim()}\n{seconds:R}\n{seed}"));
        Plan plan = Planner.Make(brief, seconds, random);
        var harmony = new Harmony(plan);
        Orchestration players = Orchestration.For(brief, plan);
        return new Composition(
            brief, seconds, seed, plan.Genre, plan.Key, plan.Metre, plan.Tempo, plan.Energy, plan.Sections, plan.FinalChord, Parts(plan, harmony, players));
    }

    private static List<Part> Parts(Plan plan, Harmony harmony, Orchestration players)
    {
        var parts = new List<Part>();
        var melody = new List<Note>();
        int reverb = (int)(20 + 80 * plan.Genre.Reverb);
        if (players[Role.Lead] is { } lead)
        {
            melody = MelodyWriter.Write(plan, harmony, lead, unaccompanied: players.Players.Count == 1);
            Instrument? second = players.Doubles.FirstOrDefault(instrument => instrument.Roles.Contains(Role.Lead));
            // A second melodist takes the second theme; with one theme only, the second half.
            bool contrasts = plan.Sections.Any(section => section.Kind == SectionKind.B);
            bool IsSeconds(Note note) => second is not null && note.Start < plan.FinalChord && (contrasts
                ? plan.SectionOf((int)(note.Start / plan.QuartersPerBar + 1e-6)).Kind == SectionKind.B
                : note.Start >= plan.FinalChord / 2);
            Add(Role.Lead, lead, melody.Where(note => !IsSeconds(note)), 112, 60, reverb, 0, 0);
            if (second is not null)
                Add(Role.Lead, second, melody.Where(IsSeconds).Select(note => note with { Pitch = IntoRange(note.Pitch, second) }), 112, 72, reverb, 0, 0);
        }
        if (players[Role.Chords] is { } chords)
            Add(Role.Chords, chords, ChordWriter.Accompaniment(plan, harmony, chords), 86, 44, reverb, 20, IsPlucked(chords) ? 0.014 : 0);
        if (players[Role.Pad] is { } pad)
            Add(Role.Pad, pad, ChordWriter.Pad(plan, harmony, pad), 70, 84, Math.Min(127, reverb + 20), 40, 0);
        if (players[Role.Bass] is { } bass)
            Add(Role.Bass, bass, BassWriter.Write(plan, harmony, bass), 104, 64, reverb / 4, 0, 0);
        if (players[Role.Colour] is { } colour)
            Add(Role.Colour, colour, ColourWriter.Write(plan, harmony, colour, melody), 78, 92, reverb, 10, 0);
        if (players[Role.Drums] is { } drums)
            parts.Add(new Part(Role.Drums, drums, DrumChannel, DrumWriter.Write(plan, drums)) { Volume = 100, Reverb = reverb / 3 });
        return parts;

        void Add(Role role, Instrument instrument, IEnumerable<Note> notes, int volume, int pan, int sent, int chorus, double strum)
        {
            int channel = parts.Count < DrumChannel ? parts.Count : parts.Count + 1;
            Note[] sorted = [.. notes.OrderBy(note => note.Start).ThenBy(note => note.Pitch)];
            parts.Add(new Part(role, instrument, channel, sorted) { Volume = volume, Pan = pan, Reverb = sent, Chorus = chorus, Strum = strum });
        }
    }

    private static bool IsPlucked(Instrument instrument) => instrument.Program is >= 24 and <= 31 or 15 or 46 or (>= 104 and <= 107);

    private static int IntoRange(int pitch, Instrument instrument)
    {
        while (pitch > instrument.High)
            pitch -= 12;
        while (pitch < instrument.Low)
            pitch += 12;
        return pitch;
    }
}
