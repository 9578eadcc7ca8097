using System.Text.RegularExpressions;

namespace AudioSubnet.Inference.Text;

/// <summary>Signs that are read aloud, after the numbers are words.</summary>
internal static partial class SpokenSigns
{
    private static readonly (string Sign, string Words)[] Everywhere =
    [
        ("&", " and "), ("%", " percent "), ("‰", " per mille "), ("€", " euros "), ("£", " pounds "), ("¥", " yen "), ("₹", " rupees "), ("₩", " won "), ("₽", " rubles "), ("₿", " bitcoins "), ("¢", " cents "),
        ("$", " dollars "), ("°", " degrees "), ("×", " times "), ("÷", " divided by "), ("±", " plus or minus "), ("≈", " approximately "), ("≠", " is not equal to "),
        ("≤", " less than or equal to "), ("≥", " greater than or equal to "), ("→", " to "), ("←", " from "), ("√", " square root of "), ("π", " pi "), ("∞", " infinity "), ("§", " section "),
        ("©", " copyright "), ("®", ""), ("™", ""), ("µ", " micro "), ("μ", " micro "), ("²", " squared "), ("³", " cubed "), ("Ω", " ohms "), ("−", " minus "), ("@", " at "), ("=", " equals "), ("+", " plus "),
    ];

    /// <summary>The text with its signs in words, and without what only layouts text.</summary>
    public static string Spell(string text)
    {
        text = Markup().Replace(text, " ");
        text = Dash().Replace(text, ", ");
        foreach ((string sign, string words) in Everywhere)
            text = text.Replace(sign, words, StringComparison.Ordinal);
        text = Compared().Replace(text, match => match.Value.Trim() switch
        {
            "<" => " less than ",
            ">" => " greater than ",
            _ => match.Value,
        });
        text = About().Replace(text, "about ");
        text = Hash().Replace(text, "number ");
        text = AndOr().Replace(text, "and or");
        text = Slash().Replace(text, match => match.Value.Length > 1 ? " or " : " slash ");
        return Silent().Replace(text, " ");
    }

    /// <summary>Asterisks, underscores and bars of Markdown, and rules of repeated signs.</summary>
    [GeneratedRegex(@"\*+|_{1,}|\|+|(?<=^|\n)\s*(#{1,6}|>|[-–]|\d+\))\s+|[=~+-]{3,}|-{2,}(?=\s*$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();

    /// <summary>Dashes between words with spaces, and double hyphens: a pause. Between words without spaces an en dash joins them.</summary>
    [GeneratedRegex(@"\s+[–-]+\s+|\s?--\s?|–(?=\s|$)|(?<=\s|^)–", RegexOptions.ExplicitCapture)]
    private static partial Regex Dash();

    [GeneratedRegex(@"(?<=\w)\s?[<>]\s?(?=\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Compared();

    [GeneratedRegex(@"~(?=\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex About();

    [GeneratedRegex(@"#(?=\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Hash();

    [GeneratedRegex(@"\band/or\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex AndOr();

    /// <summary>With spaces around it a slash offers a choice; between words it is named, as are those of paths.</summary>
    [GeneratedRegex(@"\s/\s|(?<=\w)/(?=\w)", RegexOptions.ExplicitCapture)]
    private static partial Regex Slash();

    [GeneratedRegex(@"[\\/<>{}\[\]^~#|`_*–""]", RegexOptions.ExplicitCapture)]
    private static partial Regex Silent();
}
