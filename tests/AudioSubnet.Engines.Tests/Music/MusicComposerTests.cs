using AudioSubnet.Engines.Music.Composing;
using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Tests.Music;

/// <summary>What stands on paper, before anything sounds.</summary>
[Trait("Area", "engines")]
public sealed class MusicComposerTests
{
    [Theory]
    [InlineData("rock at 120 bpm", 120)]
    [InlineData("jazz at 96 bpm", 96)]
    [InlineData("waltz at 150 bpm", 150)]
    [InlineData("irish jig at 116 bpm", 116)]
    [InlineData("slow ambient at 60 bpm", 60)]
    public void Stated_tempo_is_kept(string prompt, double expected)
    {
        foreach (double seconds in (double[])[8, 15, 30, 61.5])
            MusicComposer.Compose(prompt, seconds, 3).BeatsPerMinute.ShouldBeInRange(expected * 0.985, expected * 1.015, $"{seconds} s");
    }

    [Fact]
    public void Notes_lie_in_the_key()
    {
        foreach (string prompt in (string[])["a pop song in D minor", "folk song in G major", "classical piece in Eb major", "techno in F# minor", "cinematic in C dorian"])
        {
            Composition piece = MusicComposer.Compose(prompt, 30, 11);
            Note[] pitched = [.. piece.Parts.Where(part => part.Role != Role.Drums).SelectMany(part => part.Notes)];
            double total = pitched.Sum(note => note.Length);
            double inKey = pitched.Where(note => piece.Key.Contains(note.Pitch)).Sum(note => note.Length);
            (inKey / total).ShouldBeGreaterThan(0.85, $"{prompt}: {piece}");
        }
    }

    [Theory]
    [InlineData("solo piano", 0)]
    [InlineData("jazz trumpet with double bass", 56)]
    [InlineData("flute and harp duet", 73)]
    [InlineData("sitar meditation", 104)]
    [InlineData("music with xylophone, tuba and banjo", 13)]
    public void Named_instruments_play(string prompt, int program)
    {
        foreach (int seed in Enumerable.Range(0, 5))
            MusicComposer.Compose(prompt, 20, seed).Parts.ShouldContain(part => part.Instrument.Program == program && part.Notes.Count > 3 && part.Role != Role.Drums);
    }

    [Fact]
    public void Solo_instrument_stays_alone() =>
        MusicComposer.Compose("solo violin, lyrical", 20, 5).Parts.ShouldAllBe(part => part.Instrument.Name == "violin");

    [Fact]
    public void Excluded_drums_are_silent() =>
        MusicComposer.Compose("energetic rock without drums", 20, 5).Parts.ShouldNotContain(part => part.Role == Role.Drums);

    [Fact]
    public void Mood_and_tempo_words_change_the_music()
    {
        foreach (int seed in Enumerable.Range(0, 10))
        {
            Composition sad = MusicComposer.Compose("slow sad piano ballad", 30, seed);
            Composition happy = MusicComposer.Compose("fast happy energetic pop with piano", 30, seed);
            happy.BeatsPerMinute.ShouldBeGreaterThan(sad.BeatsPerMinute * 1.4);
            happy.Energy.ShouldBeGreaterThan(sad.Energy + 0.2);
            happy.Key.IsMajorLike.ShouldBeTrue();
            sad.Key.IsMajorLike.ShouldBeFalse();
            NotesASecond(happy).ShouldBeGreaterThan(1.5 * NotesASecond(sad));
            MeanVelocity(happy).ShouldBeGreaterThan(MeanVelocity(sad));
        }

        static double NotesASecond(Composition piece) => piece.Parts.Sum(part => part.Notes.Count) / piece.Seconds;
        static double MeanVelocity(Composition piece) => piece.Parts.SelectMany(part => part.Notes).Average(note => note.Velocity);
    }

    [Fact]
    public void Every_genre_composes_at_every_length_within_its_instruments_ranges()
    {
        foreach (string genre in GenreNames)
        {
            foreach (double seconds in (double[])[0.05, 0.7, 2, 5, 15, 47.3, 120])
            {
                Composition piece = MusicComposer.Compose(genre, seconds, (int)(seconds * 10));
                piece.Genre.Name.ShouldBe(genre);
                piece.Parts.ShouldNotBeEmpty();
                piece.Tempo.SecondsAt(piece.FinalChord).ShouldBeLessThan(seconds);
                foreach (Part part in piece.Parts)
                {
                    part.Notes.ShouldAllBe(note => note.Pitch >= 20 && note.Pitch <= 108 && note.Velocity >= 1 && note.Velocity <= 127 && note.Length > 0, $"{genre} {part.Role}");
                    part.Channel.ShouldBeInRange(0, 15);
                }
                if (seconds >= 15)
                    piece.Parts.Single(part => part.Role == Role.Lead).Notes.Select(note => note.Pitch).Distinct().Count().ShouldBeGreaterThan(3, $"{genre} {seconds}");
            }
        }
    }

    [Fact]
    public void Melody_moves_mostly_by_step_and_sits_on_chords()
    {
        int steps = 0, moves = 0, leaps = 0;
        foreach (int seed in Enumerable.Range(0, 40))
        {
            IReadOnlyList<Note> notes = MusicComposer.Compose("folk song with flute and guitar", 40, seed).Parts.First(part => part.Role == Role.Lead).Notes;
            for (int i = 1; i < notes.Count; i++)
            {
                int interval = Math.Abs(notes[i].Pitch - notes[i - 1].Pitch);
                moves++;
                steps += interval <= 4 ? 1 : 0;
                leaps += interval > 9 ? 1 : 0;
            }
        }
        ((double)steps / moves).ShouldBeGreaterThan(0.75);
        ((double)leaps / moves).ShouldBeLessThan(0.04);
    }

    [Fact]
    public void Themes_return()
    {
        Composition piece = MusicComposer.Compose("pop at 120 bpm", 60, 4);
        Section[] themes = [.. piece.Sections.Where(section => section.Kind == SectionKind.A)];
        themes.Length.ShouldBeGreaterThan(1);
        Part lead = piece.Parts.First(part => part.Role == Role.Lead);
        // The rhythm of the theme's first bar, or an ornament of it, comes back.
        double[] first = Rhythm(themes[0].FirstBar), again = Rhythm(themes[^1].FirstBar);
        first.Intersect(again).Count().ShouldBeGreaterThanOrEqualTo((first.Length + 1) / 2);
        piece.Sections.Select(section => section.Kind).ShouldContain(SectionKind.B);

        double[] Rhythm(int bar) => [.. lead.Notes.Where(note => note.Start >= bar * 4 && note.Start < bar * 4 + 4).Select(note => note.Start - bar * 4)];
    }

    [Fact]
    public void Same_seed_same_piece_other_seed_other_piece()
    {
        string Written(int seed) => string.Join('|', MusicComposer.Compose("a song", 15, seed).Parts.SelectMany(part => part.Notes));
        Written(1).ShouldBe(Written(1));
        Enumerable.Range(0, 30).Select(Written).Distinct().Count().ShouldBe(30);
    }

    private static IReadOnlyList<string> GenreNames { get; } =
    [
        "pop", "rock", "metal", "punk", "blues", "jazz", "swing", "funk", "disco", "soul", "hip hop", "lo-fi", "trap", "house", "techno", "trance", "drum and bass",
        "dubstep", "electronic", "synthwave", "chiptune", "reggae", "ska", "classical", "cinematic", "ambient", "lullaby", "waltz", "march", "folk", "country", "bluegrass",
        "celtic", "latin", "bossa nova", "samba", "tango", "flamenco", "oriental", "african", "ballad",
    ];
}
