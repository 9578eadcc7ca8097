using AudioSubnet.Engines.Speech;
using AudioSubnet.Inference.Text;

namespace AudioSubnet.Engines.Tests.Speech;

[Trait("Area", "engines")]
public class TextTests
{
    [Theory]
    [InlineData("Hello. How are you? Fine!", new[] { "Hello.", "How are you?", "Fine!" })]
    [InlineData("Mr. J. Smith paid 3.14 at example.com. \"Really?\" he said.", new[] { "Mr. J. Smith paid 3.14 at example.com.", "\"Really?\"", "he said." })]
    [InlineData("Heading\nFirst line (yes.) Second", new[] { "Heading", "First line (yes.)", "Second" })]
    [InlineData("", new string[0])]
    public void Sentences_are_cut_where_a_reader_pauses(string text, string[] expected) => SentenceSplitter.Split(text).ShouldBe(expected);

    [Fact]
    public void A_long_sentence_is_cut_at_clauses_and_loses_no_word()
    {
        string text = string.Join(", ", Enumerable.Range(0, 200).Select(i => $"word{i} and more"));
        var pieces = SentenceSplitter.Split(text);
        pieces.ShouldAllBe(piece => piece.Length <= 300);
        string.Join(' ', pieces).ShouldBe(text);
        SentenceSplitter.Split(new string('x', 700)).Sum(piece => piece.Length).ShouldBe(700);
    }

    [Theory]
    [InlineData("naïve café — “quoted”…", "naive cafe , \"quoted\"...")]
    [InlineData("It costs £1,200.50 or 5 €", "It costs 1,200.50 pounds or 5 euros")]
    [InlineData("Œuvre, Þór, Łódź", "Oeuvre, Thor, Lodz")]
    [InlineData("a\r\n\r\n b\tc\u0007d 😀!", "a\nb c d !")]
    [InlineData("e\u0301", "e")]
    public void Typography_becomes_plain(string text, string expected) => PlainText.ToAscii(text).ShouldBe(expected);

    [Fact]
    public void An_endless_word_is_cut() => PlainText.ToAscii(new string('a', 150)).Split(' ').Select(piece => piece.Length).ShouldBe([60, 60, 30]);
}
