using AudioSubnet.Inference.Text;

namespace AudioSubnet.Inference.Tests.Text;

[Trait("Area", "engines")]
public class NumberWordsTests
{
    [Theory]
    [InlineData("I have 3 cats and 12 dogs.", "I have three cats and twelve dogs.")]
    [InlineData("1,234,567 people", "one million two hundred thirty four thousand five hundred sixty seven people")]
    [InlineData("Pi is 3.14.", "Pi is three point one four.")]
    [InlineData("0.5 liters", "zero point five liters")]
    [InlineData("Agent 007", "Agent zero zero seven")]
    [InlineData("It was 1999.", "It was nineteen ninety nine.")]
    [InlineData("in 1905, 2000, 2005 and 2024", "in nineteen oh five, two thousand, two thousand five and twenty twenty four")]
    [InlineData("the 1990s and the '80s", "the nineteen nineties and the eighties")]
    [InlineData("March 15, 2024", "March fifteenth, twenty twenty four")]
    [InlineData("On 4 July 1776 it", "On fourth of July seventeen seventy six it")]
    [InlineData("Due 2024-03-15.", "Due March fifteenth twenty twenty four.")]
    [InlineData("on 12/25/2023", "on December twenty fifth twenty twenty three")]
    [InlineData("at 10:30", "at ten thirty")]
    [InlineData("at 7:05 pm", "at seven oh five p m")]
    [InlineData("from 9:00 sharp", "from nine o'clock sharp")]
    [InlineData("a 5pm call", "a five p m call")]
    [InlineData("It costs $5.50.", "It costs five dollars and fifty cents.")]
    [InlineData("$1 or €20 or £0.01", "one dollar or twenty euros or one penny")]
    [InlineData("a $2.5 million deal", "a two point five million dollars deal")]
    [InlineData("up 12.5%", "up twelve point five percent")]
    [InlineData("the 1st, 22nd and 103rd", "the first, twenty second and one hundred third")]
    [InlineData("add 3/4 cup and 1/2 spoon", "add three quarters cup and one half spoon")]
    [InlineData("pages 5-10", "pages five to ten")]
    [InlineData("it is -7 outside", "it is minus seven outside")]
    [InlineData("20 km at 5 kg", "twenty kilometers at five kilograms")]
    [InlineData("75°F and 1 m", "seventy five degrees Fahrenheit and one meter")]
    [InlineData("an MP3 file", "an MP three file")]
    [InlineData("room #5", "room number five")]
    [InlineData("1000000000000000000000", "one zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero zero")]
    [InlineData("no figures at all", "no figures at all")]
    public void Spell_reads_numbers_as_a_person_does(string text, string spoken) => NumberWords.Spell(text).ShouldBe(spoken);

    [Theory]
    [InlineData(0, "zero")]
    [InlineData(-42, "minus forty two")]
    [InlineData(1_000_001, "one million one")]
    [InlineData(long.MaxValue, "nine quintillion two hundred twenty three quadrillion three hundred seventy two trillion thirty six billion eight hundred fifty four million seven hundred seventy five thousand eight hundred seven")]
    public void Cardinal_spells_every_size(long number, string words) => NumberWords.Cardinal(number).ShouldBe(words);

    [Theory]
    [InlineData(12, "twelfth")]
    [InlineData(20, "twentieth")]
    [InlineData(45, "forty fifth")]
    [InlineData(100, "one hundredth")]
    public void Ordinal_spells_the_last_word_as_an_ordinal(long number, string words) => NumberWords.Ordinal(number).ShouldBe(words);

    [FsCheck.Xunit.Property(MaxTest = 500)]
    public void No_digit_is_left_and_nothing_throws(FsCheck.NonNull<string> text, int number) =>
        NumberWords.Spell($"{text.Get} {number} {text.Get}{number}.{number}").Any(char.IsAsciiDigit).ShouldBeFalse();
}
