using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Tests.Text;

[Trait("Area", "scoring")]
public class WordErrorsTests
{
    [Theory]
    [InlineData("a b c d", "a b c d", 4, 0, 0, 0)]
    [InlineData("a b c d", "a x c d", 3, 1, 0, 0)]
    [InlineData("a b c d", "a c d", 3, 0, 1, 0)]
    [InlineData("a b c d", "a b b c d", 4, 0, 0, 1)]
    [InlineData("a b c d", "", 0, 0, 4, 0)]
    [InlineData("the cat sat on the mat", "cat sat in a mat today", 3, 2, 1, 1)]
    public void Errors_are_counted_by_kind(string asked, string heard, int hits, int substitutions, int deletions, int insertions) =>
        WordErrors.Compare(asked, heard).ShouldBe(new WordErrors(hits, substitutions, deletions, insertions));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "something", 1)]
    [InlineData("one", "one two three four", 3)]
    public void Rate_is_defined_for_nothing_asked_and_can_exceed_one(string asked, string heard, double rate) => WordErrors.Compare(asked, heard).Rate.ShouldBe(rate);
}
