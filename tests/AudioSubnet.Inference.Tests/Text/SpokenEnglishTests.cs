using System.Globalization;
using System.Text;
using AudioSubnet.Inference.Text;
using AudioSubnet.TestData;
using FsCheck.Xunit;

namespace AudioSubnet.Inference.Tests.Text;

[Trait("Area", "engines")]
public sealed class SpokenEnglishTests
{
    /// <summary>The table spoken-english.tsv: text, a tab, how it is read.</summary>
    public static IEnumerable<TheoryDataRow<string, string>> Table() =>
        from line in File.ReadLines(Path.Combine(TestPaths.Repository, "tests", "AudioSubnet.Inference.Tests", "Text", "spoken-english.tsv"))
        where line.Length > 0 && line.Contains('\t', StringComparison.Ordinal) && !line.StartsWith("# text", StringComparison.Ordinal)
        let fields = line.Split('\t')
        select new TheoryDataRow<string, string>(fields[0].Replace("\\n", "\n"), fields[1]);

    [Theory]
    [MemberData(nameof(Table))]
    public void Text_is_read_as_a_person_reads_it(string text, string spoken) => SpokenEnglish.Normalize(text).ShouldBe(spoken);

    [Theory]
    [MemberData(nameof(Table))]
    public void What_has_been_read_once_is_words(string text, string spoken)
    {
        spoken.Any(char.IsAsciiDigit).ShouldBeFalse(text);
        SpokenEnglish.Normalize(SpokenEnglish.Normalize(text)).ShouldBe(SpokenEnglish.Normalize(spoken));
    }

    [Property(MaxTest = 1000)]
    public bool Any_text_is_read_without_digits_signs_or_doubled_spaces(FsCheck.NonNull<string> text, double number)
    {
        string spoken = SpokenEnglish.Normalize($"{text.Get} {number.ToString(CultureInfo.InvariantCulture)}{text.Get}");
        return !spoken.Any(c => char.IsAsciiDigit(c) || c is '$' or '%' or '&' or '@' or '#' or '\n' or '\u200D') && !spoken.Contains("  ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mw")]
    [InlineData("Mw")]
    [InlineData("MW")]
    [InlineData("kWH")]
    [InlineData("KHZ")]
    [InlineData("\u212Am")] // the sign of the kelvin, which is a k in another case
    public void Units_are_read_in_any_case(string unit) => SpokenEnglish.Normalize($"It takes 5 {unit}.").ShouldNotContain(unit);

    [Property(MaxTest = 60)]
    public bool Long_runs_of_one_sign_take_no_time(byte sign, byte other)
    {
        var text = new StringBuilder();
        string unit = $"{(char)(32 + sign % 95)}{(char)(32 + other % 95)}";
        for (int i = 0; i < 2000; i++)
            text.Append(unit);
        return SpokenEnglish.Normalize(text.ToString()) is not null;
    }
}
