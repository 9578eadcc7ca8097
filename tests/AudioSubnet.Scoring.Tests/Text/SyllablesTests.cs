using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Tests.Text;

[Trait("Area", "scoring")]
public class SyllablesTests
{
    [Theory]
    [InlineData("cat", 1)]
    [InlineData("table", 2)]
    [InlineData("made", 1)]
    [InlineData("moved", 1)]
    [InlineData("wanted", 2)]
    [InlineData("the quick brown fox jumps over the lazy dog", 11)]
    public void Syllables_are_counted_from_the_spelling(string text, int count) => Syllables.Count(SpokenText.ToWords(text)).ShouldBe(count);
}
