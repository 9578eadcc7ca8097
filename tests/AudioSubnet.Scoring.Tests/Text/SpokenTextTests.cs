using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Tests.Text;

[Trait("Area", "scoring")]
public class SpokenTextTests
{
    [Theory]
    [InlineData("Hello, WORLD!", "hello world")]
    [InlineData("Dr. Smith met Mr. Jones.", "doctor smith met mister jones")]
    [InlineData("He lives on Baker St. near St. Paul.", "he lives on baker street near saint paul")]
    [InlineData("don’t, can't, won't", "do not can not will not")]
    [InlineData("It’s what they've said; I'm sure you'll see.", "it is what they have said i am sure you will see")]
    [InlineData("twenty-three “quoted” words — here…", "twenty three quoted words here")]
    [InlineData("John's café 🎉 ☕", "johns cafe")]
    [InlineData("10:30 a.m.", "ten thirty a m")]
    [InlineData("Meet me at 9 a.m.", "meet me at nine a m")]
    [InlineData("R&B", "r and b")]
    [InlineData("the U.S.A. team", "the u s a team")]
    [InlineData("", "")]
    [InlineData("🎉 ... !?", "")]
    public void Words_are_those_that_are_heard(string text, string words) => string.Join(' ', SpokenText.ToWords(text)).ShouldBe(words);

    [Theory]
    [InlineData("Don't stop at 5 o'clock, Dr. Brown!", "do not stop at five o'clock doctor brown")]
    [InlineData("It's $5.", "it is five dollars")]
    [InlineData("He can’t come on March 3rd.", "he cannot come on march third")]
    public void Capitals_punctuation_numbers_and_contractions_are_not_word_errors(string asked, string heard) =>
        WordErrors.Compare(asked, heard).Rate.ShouldBe(0);
}
