using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>
/// English text as it is read aloud, for models that read letters: numbers, dates, times, money, units, abbreviations, Roman numerals, addresses and signs become words; typographic
/// signs become plain ones; emoji and markup go. Sentences and their marks stay. Text that is already words comes back as it was.
/// </summary>
public static partial class SpokenEnglish
{
    /// <summary>Normalises a text.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Words and marks on one line; empty if nothing can be read.</returns>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = PlainSigns.Fold(text);
        text = WebAddresses.Spell(text);
        text = RomanNumerals.Spell(text);
        text = Abbreviations.Spell(text);
        text = NumberWords.Spell(text);
        text = SpokenSigns.Spell(text);
        text = Acronyms.Spell(text);
        return Tidy(text);
    }

    /// <summary>Line ends become the ends of sentences, spaces single, and no space stands before a mark.</summary>
    private static string Tidy(string text)
    {
        text = LineEnd().Replace(text, match => match.Groups["mark"].Success ? match.Groups["mark"].Value + " " : ". ");
        text = Spaces().Replace(text, " ");
        text = SpaceBeforeMark().Replace(text, "${mark}");
        text = RepeatedMark().Replace(text, "${mark}");
        return text.Trim(' ', ',', ';');
    }

    [GeneratedRegex(@"(?<mark>[.!?,;:])?[ \t]*(\r\n|[\n\r\u2028\u2029])\s*", RegexOptions.ExplicitCapture)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s+(?<mark>[,;:.!?])(?=\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex SpaceBeforeMark();

    /// <summary>Commas and semicolons that stand behind another mark; an ellipsis stays.</summary>
    [GeneratedRegex(@"(?<mark>[,;:.!?])(\s*[,;])+", RegexOptions.ExplicitCapture)]
    private static partial Regex RepeatedMark();
}
