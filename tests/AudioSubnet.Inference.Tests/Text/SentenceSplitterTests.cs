using AudioSubnet.Inference.Text;
using FsCheck.Xunit;

namespace AudioSubnet.Inference.Tests.Text;

[Trait("Area", "engines")]
public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Dr. Smith paid 3.50 to J. Jones. Then he left.", "Dr. Smith paid 3.50 to J. Jones.|Then he left.")]
    [InlineData("\"Stop!\" he said. (Really.) Yes.", "\"Stop!\"|he said.|(Really.)|Yes.")]
    [InlineData("Visit example.com today. Now", "Visit example.com today.|Now")]
    [InlineData("line one\nline two\r\nline three", "line one|line two|line three")]
    [InlineData("你好。再见！", "你好。|再见！")]
    [InlineData("  ", "")]
    public void Sentences_end_at_their_marks(string text, string sentences) => string.Join('|', SentenceSplitter.Split(text)).ShouldBe(sentences);

    [Fact]
    public void A_sentence_beyond_the_limit_is_cut_at_a_mark_then_at_a_space_then_anywhere()
    {
        SentenceSplitter.Split("one two three, four five six seven", 20).ShouldBe(["one two three,", "four five six seven"]);
        SentenceSplitter.Split("one two three four five six seven", 20).ShouldBe(["one two three four", "five six seven"]);
        SentenceSplitter.Split("abcdefghijklmnopqrstuvwxyz", 20).ShouldBe(["abcdefghijklmnopqrst", "uvwxyz"]);
        SentenceSplitter.Split("😀😀😀😀", 3).ShouldAllBe(piece => piece.Length % 2 == 0);
    }

    [Fact]
    public void The_limit_is_what_the_model_counts()
    {
        Func<string, int> words = text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        IReadOnlyList<string> pieces = SentenceSplitter.Split("a b c d e f g h i j. k l", 4, words);
        pieces.ShouldAllBe(piece => words(piece) <= 4);
        string.Join(' ', pieces).ShouldBe("a b c d e f g h i j. k l");
    }

    [Property(MaxTest = 500)]
    public bool No_word_is_lost_and_no_piece_is_too_long(FsCheck.NonNull<string> text, byte limit)
    {
        int most = limit % 40 + 2;
        IReadOnlyList<string> pieces = SentenceSplitter.Split(text.Get, most);
        static string Letters(string value) => new([.. value.Where(c => !char.IsWhiteSpace(c))]);
        return pieces.All(piece => piece.Length is > 0 && piece.Length <= most) && Letters(string.Concat(pieces)) == Letters(text.Get);
    }
}
