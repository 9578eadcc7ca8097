using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Tests.Text;

/// <summary>What an ear cannot tell apart is no word error; what it can, is one.</summary>
[Trait("Area", "scoring")]
public class SoundAlikeTests
{
    [Theory]
    [InlineData("The harbour of our favourite neighbours", "the harbor of our favorite neighbors")]
    [InlineData("Organise, analyse and apologise", "organize analyze and apologize")]
    [InlineData("The theatre in the centre, two metres of fibre", "the theater in the center two meters of fiber")]
    [InlineData("a traveller cancelled the jewellery", "a traveler canceled the jewelry")]
    [InlineData("grey tyres, a cheque, the defence programme's catalogue", "gray tires a check the defense programs catalog")]
    [InlineData("OK", "okay")]
    [InlineData("The alarm clock in the lighthouse", "the alarmclock in the light house")]
    public void Spelling_variants_are_right_without_a_dictionary(string asked, string heard)
    {
        WordErrors.Compare(asked, heard).Rate.ShouldBe(0);
        WordErrors.Compare(heard, asked).Rate.ShouldBe(0);
    }

    [Theory]
    [InlineData("two people went to sea, too", "to people went too see two")]
    [InlineData("Their four knights knew it's there for us", "there for nights new its their four us")]
    [InlineData("They're late", "their late")]
    [InlineData("its wheel", "it is wheel")]
    [InlineData("who's there", "whose their")]
    [InlineData("go away", "go a way")]
    public void Words_of_one_pronunciation_are_right(string asked, string heard)
    {
        WordErrors errors = WordErrors.Compare(asked, heard, PronouncingDictionary.Installed);
        errors.Rate.ShouldBe(0, $"{errors}");
        errors.ReferenceWords.ShouldBe(SpokenText.ToWords(asked).Count);
        WordErrors.Compare(heard, asked, PronouncingDictionary.Installed).Rate.ShouldBe(0);
    }

    [Theory]
    [InlineData("our", "or")]
    [InlineData("our", "are")]
    [InlineData("last", "lass")]
    [InlineData("next", "necks")]
    [InlineData("until", "till")]
    [InlineData("filling", "filing")]
    [InlineData("course", "cause")]
    [InlineData("rise", "rice")]
    [InlineData("the sea", "these")]
    [InlineData("zyxgar", "zyxgarn")]
    public void Words_that_an_ear_can_tell_apart_are_wrong(string asked, string heard) =>
        WordErrors.Compare(asked, heard, PronouncingDictionary.Installed).Rate.ShouldBeGreaterThan(0);

    [Fact]
    public void A_dictionary_that_is_missing_knows_no_word_and_harms_nothing()
    {
        var missing = new PronouncingDictionary("/nonexistent/words.dict");
        missing.Sounds("two").ShouldBeNull();
        WordErrors.Compare("two words", "to words", missing).ShouldBe(new WordErrors(1, 1, 0, 0));
    }

    [FsCheck.Xunit.Property(MaxTest = 200)]
    public void Counts_add_up_to_both_lengths_unless_words_were_joined(FsCheck.NonEmptyArray<byte> asked, FsCheck.NonEmptyArray<byte> heard)
    {
        string[] vocabulary = ["stone", "river", "candle", "window", "pepper"];
        string[] reference = [.. asked.Get.Select(index => vocabulary[index % vocabulary.Length])], hypothesis = [.. heard.Get.Select(index => vocabulary[index % vocabulary.Length])];
        WordErrors errors = WordErrors.Compare(reference, hypothesis, PronouncingDictionary.Installed);
        (errors.Hits + errors.Substitutions + errors.Deletions).ShouldBe(reference.Length);
        (errors.Hits + errors.Substitutions + errors.Insertions).ShouldBe(hypothesis.Length);
    }
}
