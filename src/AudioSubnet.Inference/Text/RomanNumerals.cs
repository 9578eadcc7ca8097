using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>Roman numerals where they cannot be anything else: after words that are counted (Chapter IV, World War II) and after names of rulers (Henry VIII).</summary>
internal static partial class RomanNumerals
{
    private const string Counted =
        "Chapter|Part|Volume|Vol\\.|Book|Act|Scene|Section|Article|Appendix|Phase|Type|Class|Grade|Level|Stage|Episode|Season|Round|Act|Title|Table|Figure|Fig\\.|World War|War|Super Bowl|Apollo|Saturn|Mark|Symphony|Sonata|Concerto|Unit|Category|Division|Group|Rocky|Star Wars Episode";

    private const string Rulers =
        "Henry|Louis|Charles|George|Edward|Richard|William|James|Elizabeth|Mary|Catherine|Philip|Frederick|Francis|Ferdinand|Alexander|Nicholas|Peter|Paul|Pius|Leo|Benedict|Gregory|Clement|Innocent|Urban|"
        + "John Paul|Napoleon|Ramses|Ramesses|Thutmose|Ptolemy|Cleopatra|Otto|Leopold|Christian|Gustav|Harald|Haakon|Olav|Carlos|Juan Carlos|Alfonso|Wilhelm|Friedrich|Ivan|Darius|Xerxes|Queen|King|Pope";

    /// <summary>The text with such numerals in words.</summary>
    public static string Spell(string text)
    {
        text = AfterCounted().Replace(text, match => Value(match.Groups["n"].Value) is { } value ? $"{match.Groups["word"].Value} {NumberWords.Cardinal(value)}" : match.Value);
        return AfterRuler().Replace(text, match => Value(match.Groups["n"].Value) is { } value ? $"{match.Groups["name"].Value} the {NumberWords.Ordinal(value)}" : match.Value);
    }

    /// <summary>Value of a well-formed numeral from 1 to 3999; null for others.</summary>
    public static int? Value(string numeral)
    {
        if (!WellFormed().IsMatch(numeral) || numeral.Length == 0)
            return null;
        int value = 0, previous = 0;
        foreach (char letter in numeral.Reverse())
        {
            int digit = letter switch { 'I' => 1, 'V' => 5, 'X' => 10, 'L' => 50, 'C' => 100, 'D' => 500, _ => 1000 };
            value += digit < previous ? -digit : digit;
            previous = Math.Max(previous, digit);
        }
        return value;
    }

    [GeneratedRegex(@"\b(?<word>" + Counted + @")\s+(?<n>[IVXLC]+)\b(?!['.]\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex AfterCounted();

    /// <summary>A single "I" after a name is read as a numeral only where the sentence cannot go on with "I": not here, so it stays.</summary>
    [GeneratedRegex(@"\b(?<name>(" + Rulers + @")(\s[A-Z][a-z]+)?)\s+(?<n>[IVX]{2,}|[VX])\b(?!['.]\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex AfterRuler();

    [GeneratedRegex(@"^M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$", RegexOptions.ExplicitCapture)]
    private static partial Regex WellFormed();
}
