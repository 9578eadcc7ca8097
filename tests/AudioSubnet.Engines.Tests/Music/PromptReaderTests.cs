using AudioSubnet.Engines.Music;
using AudioSubnet.Engines.Music.Theory;

namespace AudioSubnet.Engines.Tests.Music;

[Trait("Area", "engines")]
public sealed class PromptReaderTests
{
    [Theory]
    [InlineData("a fast rock song at 120 bpm", 120)]
    [InlineData("techno, 128BPM, dark", 128)]
    [InlineData("tempo of 90", 90)]
    [InlineData("seventy-two beats per minute, calm", 72)]
    [InlineData("a groove at one hundred and forty bpm", 140)]
    [InlineData("ninety six bpm hip hop", 96)]
    [InlineData("BPM: 100.5, pop", 100.5)]
    public void Tempo_is_read_from_digits_and_from_words(string prompt, double expected) =>
        PromptReader.Read(prompt).BeatsPerMinute.ShouldBe(expected);

    [Theory]
    [InlineData("an 80s synth track")]
    [InlineData("play it for 15 seconds at bpm")]
    [InlineData("at 9999 bpm")]
    [InlineData("")]
    public void What_is_no_tempo_is_not_taken_for_one(string prompt) =>
        PromptReader.Read(prompt).BeatsPerMinute.ShouldBeNull();

    [Theory]
    [InlineData("a ballad in D minor", 2, Mode.Minor)]
    [InlineData("F# major anthem", 6, Mode.Major)]
    [InlineData("e flat dorian jam", 3, Mode.Dorian)]
    [InlineData("in Bb Mixolydian", 10, Mode.Mixolydian)]
    [InlineData("A minor waltz", 9, Mode.Minor)]
    [InlineData("C♯ minor nocturne", 1, Mode.Minor)]
    public void Key_is_read(string prompt, int tonic, Mode mode)
    {
        MusicBrief brief = PromptReader.Read(prompt);
        brief.Tonic.ShouldBe(tonic);
        brief.Mode.ShouldBe(mode);
    }

    [Theory]
    [InlineData("an upbeat jazz trio in Bb, 140 bpm", 10)]
    [InlineData("folk in g with fiddle", 7)]
    [InlineData("a song in the key of E flat", 3)]
    public void A_tonic_without_a_mode_is_read(string prompt, int tonic)
    {
        MusicBrief brief = PromptReader.Read(prompt);
        brief.Tonic.ShouldBe(tonic);
        brief.Mode.ShouldBeNull();
    }

    [Theory]
    [InlineData("music in a hurry")]
    [InlineData("in a cafe")]
    public void An_article_is_no_tonic(string prompt) => PromptReader.Read(prompt).Tonic.ShouldBeNull();

    [Fact]
    public void A_minor_key_with_an_article_names_no_tonic()
    {
        MusicBrief brief = PromptReader.Read("a song in a minor key with strings");
        brief.Tonic.ShouldBeNull();
        brief.Mode.ShouldBe(Mode.Minor);
    }

    [Fact]
    public void Genre_mood_instruments_and_metre_are_read_together()
    {
        MusicBrief brief = PromptReader.Read("Melancholic bossa nova with nylon guitar, flutes and brushes, 3/4 time");
        brief.Genre!.Name.ShouldBe("bossa nova");
        brief.Moods.Select(mood => mood.Name).ShouldBe(["sad"]);
        brief.Instruments.Select(instrument => instrument.Name).ShouldBe(["acoustic guitar", "flute", "brushed drums"]);
        brief.Metre.ShouldBe(new TimeSignature(3, 4));
        brief.Findings.Count.ShouldBe(6);
    }

    [Fact]
    public void What_must_not_play_is_not_asked_for()
    {
        MusicBrief brief = PromptReader.Read("calm piano piece without drums or bass, but with violin");
        brief.Excluded.Select(instrument => instrument.Name).ShouldBe(["drums", "bass guitar"]);
        brief.Instruments.Select(instrument => instrument.Name).ShouldBe(["piano", "violin"]);
    }

    [Fact]
    public void Solo_means_nothing_else_plays() => PromptReader.Read("solo cello, slow and sad").Solo.ShouldBeTrue();

    [Theory]
    [InlineData("zxqv blorp 🎵 \0 ------ ''' ///")]
    [InlineData("in the key of")]
    [InlineData("bpm bpm bpm")]
    [InlineData("and and hundred bpm")]
    [InlineData("no")]
    public void Nonsense_is_read_without_complaint(string prompt) => PromptReader.Read(prompt).Prompt.ShouldBe(prompt);
}
