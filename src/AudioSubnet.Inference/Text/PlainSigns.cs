using System.Globalization;
using System.Text;
using AudioSubnet.Inference.Tokenizers;

namespace AudioSubnet.Inference.Text;

/// <summary>Typographic signs to plain ones, accents off, emoji and invisible characters away. Letters of other scripts stay.</summary>
internal static class PlainSigns
{
    private static readonly Dictionary<int, string> Replacements = new()
    {
        ['‘'] = "'",
        ['’'] = "'",
        ['‚'] = "'",
        ['‛'] = "'",
        ['ʼ'] = "'",
        ['`'] = "'",
        ['´'] = "'",
        ['′'] = "'",
        ['“'] = "\"",
        ['”'] = "\"",
        ['„'] = "\"",
        ['«'] = "\"",
        ['»'] = "\"",
        ['‹'] = "\"",
        ['›'] = "\"",
        ['″'] = "\"",
        ['‐'] = "-",
        ['‑'] = "-",
        ['‒'] = "-",
        ['–'] = "–",
        ['—'] = ", ",
        ['―'] = ", ",
        ['…'] = "...",
        ['•'] = ", ",
        ['‣'] = ", ",
        ['·'] = " ",
        ['½'] = " 1/2",
        ['⅓'] = " 1/3",
        ['⅔'] = " 2/3",
        ['¼'] = " 1/4",
        ['¾'] = " 3/4",
        ['⅕'] = " 1/5",
        ['⅛'] = " 1/8",
        ['⅜'] = " 3/8",
        ['⅝'] = " 5/8",
        ['⅞'] = " 7/8",
        ['⁄'] = "/",
        ['ß'] = "ss",
        ['ẞ'] = "SS",
        ['æ'] = "ae",
        ['Æ'] = "Ae",
        ['œ'] = "oe",
        ['Œ'] = "Oe",
        ['ø'] = "o",
        ['Ø'] = "O",
        ['ł'] = "l",
        ['Ł'] = "L",
        ['đ'] = "d",
        ['Đ'] = "D",
        ['ð'] = "d",
        ['Ð'] = "D",
        ['þ'] = "th",
        ['Þ'] = "Th",
        ['ı'] = "i",
        ['ﬁ'] = "fi",
        ['ﬂ'] = "fl",
        ['ﬀ'] = "ff",
        ['ﬃ'] = "ffi",
        ['ﬄ'] = "ffl",
        ['№'] = "no. ",
        ['㎞'] = "km",
        ['㎏'] = "kg",
        ['℃'] = "°C",
        ['℉'] = "°F",
        ['º'] = "°",
        ['−'] = "−",
    };

    /// <summary>Signs beyond ASCII that later rules read aloud.</summary>
    private const string Kept = "€£¥₹₩₽₿¢°×÷±≈≠≤≥→←√π∞§©®™µμ²³‰Ω−–";

    /// <summary>The plain text; line ends stay.</summary>
    public static string Fold(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (Rune character in text.EnumerateRunes())
            if (character.Value is '\n' or '\r' or 0x2028 or 0x2029)
                plain.Append('\n');
            else if (Replacements.TryGetValue(character.Value, out string? replacement))
                plain.Append(char.IsLetterOrDigit(replacement[^1]) || replacement[0] != ' ' || plain.Length > 0 && !char.IsWhiteSpace(plain[^1]) ? replacement : replacement.TrimStart());
            else if (character.Value is >= 0xFF01 and <= 0xFF5E)
                plain.Append((char)(character.Value - 0xFEE0)); // full-width ASCII
            else if (character.IsAscii)
                plain.Append(char.IsControl((char)character.Value) ? ' ' : (char)character.Value);
            else
                AppendLetter(character, plain);
        return plain.ToString();
    }

    private static void AppendLetter(Rune character, StringBuilder plain)
    {
        if (Kept.Contains(character.ToString(), StringComparison.Ordinal))
        {
            plain.Append(character);
            return;
        }
        switch (Rune.GetUnicodeCategory(character))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol:
                return; // accents, joiners, variation selectors, skin tones
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter:
                plain.Append(UnicodeComposition.WithoutMarks(character));
                return;
            case UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.SpacingCombiningMark:
                plain.Append(character);
                return;
            default:
                plain.Append(' '); // emoji, dingbats, box drawing, spaces of all widths
                return;
        }
    }
}
