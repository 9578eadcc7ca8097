using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace AudioSubnet.Engines.Speech;

/// <summary>Brings a text into what an English synthesiser of the ASCII age can read: accents are taken off, typographic signs become plain ones, currencies and
/// fractions words, control characters and scripts that it cannot read go away. Sentences, numbers and abbreviations are left to the engine.</summary>
internal static partial class PlainText
{
    /// <summary>Longest run of letters that is given to an engine in one piece; longer ones are no words, and engines spell them out.</summary>
    private const int LongestWord = 60;

    private static readonly FrozenDictionary<char, string> Replacements = Table();

    /// <summary>Printable ASCII with single spaces; line breaks survive as <c>'\n'</c>, because a heading or a list item ends there without a full stop.</summary>
    public static string ToAscii(string text)
    {
        text = Currency().Replace(text, match => $"{match.Groups["amount"].Value} {(match.Groups["sign"].ValueSpan[0] == '£' ? "pounds" : "euros")}");
        var result = new StringBuilder(text.Length);
        int letters = 0;
        foreach (char character in text)
        {
            ReadOnlySpan<char> piece = character switch
            {
                '\n' or '\r' or '\u2028' or '\u2029' => "\n",
                >= ' ' and <= '~' => new ReadOnlySpan<char>(in character),
                _ => Replacements.GetValueOrDefault(character, char.IsLowSurrogate(character) || IsCombining(character) ? "" : " "),
            };
            foreach (char plain in piece)
            {
                letters = char.IsAsciiLetterOrDigit(plain) ? letters + 1 : 0;
                if (letters > LongestWord)
                {
                    result.Append(' ');
                    letters = 1;
                }
                result.Append(plain);
            }
        }
        return Breaks().Replace(Blanks().Replace(result.ToString(), " "), "\n").Trim();
    }

    /// <summary>True if there is a letter, a digit or a sign that has a name.</summary>
    public static bool IsSpeakable(string ascii) => ascii.AsSpan().ContainsAny(Speakable);

    private static readonly System.Buffers.SearchValues<char> Speakable =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&%$#@+=");

    private static bool IsCombining(char character) => character is >= '\u0300' and <= '\u036F';

    private static FrozenDictionary<char, string> Table()
    {
        var table = new Dictionary<char, string>
        {
            ['Æ'] = "Ae",
            ['æ'] = "ae",
            ['Œ'] = "Oe",
            ['œ'] = "oe",
            ['ß'] = "ss",
            ['Þ'] = "Th",
            ['þ'] = "th",
            ['Ð'] = "D",
            ['ð'] = "d",
            ['‘'] = "'",
            ['’'] = "'",
            ['‚'] = "'",
            ['“'] = "\"",
            ['”'] = "\"",
            ['„'] = "\"",
            ['«'] = "\"",
            ['»'] = "\"",
            ['′'] = "'",
            ['″'] = "\"",
            ['–'] = " - ",
            ['—'] = ", ",
            ['‐'] = "-",
            ['‑'] = "-",
            ['−'] = "-",
            ['…'] = "...",
            ['•'] = ", ",
            ['£'] = " pounds ",
            ['€'] = " euros ",
            ['°'] = " degrees ",
            ['×'] = " times ",
            ['÷'] = " divided by ",
            ['±'] = " plus or minus ",
            ['½'] = " one half ",
            ['¼'] = " one quarter ",
            ['¾'] = " three quarters ",
            ['™'] = "",
            ['®'] = "",
            ['©'] = " copyright ",
            ['\u00AD'] = "",
            ['\u200B'] = "",
            ['\u200D'] = "",
            ['\uFEFF'] = "",
        };
        // Latin letters with marks, a group for each base letter. (Unicode normalisation would do this, but it needs ICU, which is switched off.)
        (char Plain, string Marked)[] groups =
        [
            ('A', "ÀÁÂÃÄÅĀĂĄ"), ('C', "ÇĆĈĊČ"), ('D', "ĎĐ"), ('E', "ÈÉÊËĒĔĖĘĚ"), ('G', "ĜĞĠĢ"), ('H', "ĤĦ"), ('I', "ÌÍÎÏĨĪĬĮİ"), ('J', "Ĵ"), ('K', "Ķ"),
            ('L', "ĹĻĽĿŁ"), ('N', "ÑŃŅŇ"), ('O', "ÒÓÔÕÖØŌŎŐ"), ('R', "ŔŖŘ"), ('S', "ŚŜŞŠȘ"), ('T', "ŢŤŦȚ"), ('U', "ÙÚÛÜŨŪŬŮŰŲ"), ('W', "Ŵ"), ('Y', "ÝŶŸ"), ('Z', "ŹŻŽ"),
            ('a', "àáâãäåāăą"), ('c', "çćĉċč"), ('d', "ďđ"), ('e', "èéêëēĕėęě"), ('g', "ĝğġģ"), ('h', "ĥħ"), ('i', "ìíîïĩīĭįı"), ('j', "ĵ"), ('k', "ķ"),
            ('l', "ĺļľŀł"), ('n', "ñńņň"), ('o', "òóôõöøōŏő"), ('r', "ŕŗř"), ('s', "śŝşšș"), ('t', "ţťŧț"), ('u', "ùúûüũūŭůűų"), ('w', "ŵ"), ('y', "ýŷÿ"), ('z', "źżž"),
        ];
        foreach (var (plain, marked) in groups)
            foreach (char character in marked)
                table.Add(character, plain.ToString());
        return table.ToFrozenDictionary();
    }

    [GeneratedRegex(@"(?<sign>[£€])\s?(?<amount>\d[\d,]*(\.\d+)?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Currency();

    [GeneratedRegex(@"[ \t]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@" ?\n[ \n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Breaks();
}
