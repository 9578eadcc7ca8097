using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music.Composing;

/// <summary>Settles genre, key, metre, energy, tempo and form, and fits the form into the asked length.</summary>
internal static class Planner
{
    /// <summary>How far a stated tempo may bend so that bars fit the length: less than anyone hears.</summary>
    private const double StatedTempoBend = 0.01;

    /// <summary>Shortest and longest time the last chord gets, in seconds.</summary>
    private const double ShortestRing = 0.8, LongestRing = 4;

    public static Plan Make(MusicBrief brief, double seconds, SeededRandom random)
    {
        SeededRandom choice = random.For("plan");
        Genre genre = brief.Genre ?? ChooseGenre(brief, choice);
        double energy = Math.Clamp(brief.Energy is { } asked ? 0.75 * asked + 0.25 * genre.Energy : genre.Energy + 0.08 * choice.Bell(), 0.05, 1);
        energy = ShiftByTempo(brief, energy);
        double valence = brief.Valence ?? 0;
        TimeSignature metre = brief.Metre ?? genre.Metre;
        var key = new MusicalKey(brief.Tonic ?? choice.Below(12), ChooseMode(brief, genre, choice));
        double quarters = ChooseTempo(brief, genre, energy, valence, choice) * metre.QuartersPerBeat;
        return Fit(genre, key, metre, energy, quarters, brief.BeatsPerMinute is not null, seconds, random);
    }

    private static Genre ChooseGenre(MusicBrief brief, SeededRandom random)
    {
        Genre[] fitting = brief.Instruments.Count == 0
            ? []
            : [.. GenreTable.All.Where(genre => brief.Instruments.Any(instrument => Uses(genre, instrument.Name)) && genre.Metre == TimeSignature.Common)];
        IReadOnlyList<Genre> candidates = fitting.Length >= 2 ? fitting : GenreTable.ForOpenPrompts;
        if (brief.Energy is not { } energy)
            return random.Pick(candidates);
        Genre[] nearest = [.. candidates.OrderBy(genre => Math.Abs(genre.Energy - energy)).Take(3)];
        return random.Pick(nearest);

        static bool Uses(Genre genre, string name) => genre.Leads.Contains(name) || genre.Chords.Contains(name) || genre.Pads.Contains(name) || genre.Basses.Contains(name);
    }

    private static double ShiftByTempo(MusicBrief brief, double energy)
    {
        double? middle = brief.BeatsPerMinute ?? (brief.Tempo is { } word ? (word.Low + word.High) / 2 : null);
        return middle is { } tempo ? Math.Clamp(0.8 * energy + 0.2 * Math.Clamp((tempo - 55) / 115, 0, 1), 0.05, 1) : energy;
    }

    private static Mode ChooseMode(MusicBrief brief, Genre genre, SeededRandom random)
    {
        if (brief.Mode is { } asked)
            return asked;
        bool? bright = brief.Valence switch { > 0.15 => true, < -0.15 => false, _ => null };
        if (bright is not { } wanted)
            return genre.Modes[random.Chance(0.65) ? 0 : random.Below(genre.Modes.Count)];
        foreach (Mode mode in genre.Modes)
            if (new MusicalKey(0, mode).IsMajorLike == wanted)
                return mode;
        return wanted ? Mode.Major : Mode.Minor;
    }

    private static double ChooseTempo(MusicBrief brief, Genre genre, double energy, double valence, SeededRandom random)
    {
        if (brief.BeatsPerMinute is { } exact)
            return exact;
        (double low, double high) = (genre.Low, genre.High);
        if (brief.Tempo is { } word)
        {
            bool overlaps = word.Low <= high && low <= word.High;
            (low, high) = overlaps ? (Math.Max(low, word.Low), Math.Min(high, word.High)) : (word.Low, word.High);
        }
        // Where in the range: by energy and brightness relative to the genre, a little by chance.
        double place = 0.5 + 0.9 * (energy - genre.Energy) + 0.15 * valence + 0.12 * random.Bell();
        // A very still or very wild mood pulls beyond the genre's usual range, if no tempo was asked for.
        double tempo = low + (high - low) * (brief.Tempo is null ? Math.Clamp(place, -0.25, 1.2) : Math.Clamp(place, 0, 1));
        return tempo;
    }

    private static Plan Fit(
        Genre genre, MusicalKey key, TimeSignature metre, double energy, double tempo, bool stated, double seconds, SeededRandom random)
    {
        double ring = Math.Min(Math.Clamp(seconds * 0.14, ShortestRing, LongestRing) * (genre.Ritardando || energy < 0.4 ? 1.25 : 0.9), 0.6 * seconds);
        double barQuarters = metre.QuartersPerBar;
        double stretch = genre.Ritardando ? 0.45 : energy < 0.35 && genre.Looseness > 0.3 ? 0.25 : 0;
        double available = (seconds - ring) * tempo / 60;
        double extra = stretch * barQuarters / 2;
        int bars = (int)Math.Round((available - extra) / barQuarters);
        double bend = stated ? StatedTempoBend : 0.06;
        // Too many bars for the tempo would eat the last chord: drop one then, and let the chord ring longer.
        if (seconds - (bars * barQuarters + extra) * 60 / (tempo * (1 + bend)) < 0.6 * ring)
            bars--;
        if (bars >= 2)
        {
            double fitted = Math.Clamp((bars * barQuarters + extra) * 60 / (seconds - ring), tempo * (1 - bend), tempo * (1 + bend));
            double final = bars * barQuarters;
            return new Plan(genre, key, metre, energy, new TempoMap(fitted, final - barQuarters, final, stretch), bars, final, Form.Of(bars, energy), random);
        }
        // Less than two bars: whole beats before the last chord, without ritardando.
        double beats = Math.Max(0, Math.Floor(available));
        int shortBars = Math.Max(1, (int)Math.Ceiling(beats / barQuarters));
        return new Plan(genre, key, metre, energy, new TempoMap(tempo, beats, beats, 0), shortBars, beats, Form.Of(shortBars, energy), random);
    }
}
