using System.Text;
using System.Text.RegularExpressions;
using AudioSubnet.Inference.Text;

namespace AudioSubnet.Scoring.Text;

/// <summary>
/// A text as the words that are heard when it is read. Applied to what was asked and to what was recognised alike, so that case, punctuation, spelling of numbers,
/// abbreviations and contractions never count as word errors.
/// </summary>
public static partial class SpokenText
{
    private const string Accented = "àáâãäåāăąçćčèéêëēėęìíîïīñńòóôõöøōšśùúûüūýÿžźż";
    private const string Plain = "aaaaaaaaaccceeeeeeeiiiiinnooooooossuuuuuyyzzz";

    /// <summary>Words that are written in more than one way, to one way of writing. Keys are single words after punctuation is gone.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["mr"] = "mister",
        ["mrs"] = "missus",
        ["dr"] = "doctor",
        ["prof"] = "professor",
        ["vs"] = "versus",
        ["etc"] = "et cetera",
        ["jr"] = "junior",
        ["sr"] = "senior",
        ["dept"] = "department",
        ["approx"] = "approximately",
        ["jan"] = "january",
        ["feb"] = "february",
        ["aug"] = "august",
        ["sept"] = "september",
        ["oct"] = "october",
        ["nov"] = "november",
        ["dec"] = "december",
        ["cannot"] = "can not",
        ["can't"] = "can not",
        ["won't"] = "will not",
        ["shan't"] = "shall not",
        ["ain't"] = "is not",
        ["let's"] = "let us",
        ["it's"] = "it is",
        ["that's"] = "that is",
        ["what's"] = "what is",
        ["he's"] = "he is",
        ["she's"] = "she is",
        ["there's"] = "there is",
        ["here's"] = "here is",
        ["where's"] = "where is",
        ["who's"] = "who is",
        ["how's"] = "how is",
        ["gonna"] = "going to",
        ["wanna"] = "want to",
        ["gotta"] = "got to",
        ["o'clock"] = "o clock",
        ["alright"] = "all right",
        ["'til"] = "till",
        ["'cause"] = "because",
    };

    /// <summary>Endings of contractions, and what they stand for.</summary>
    private static readonly (string Ending, string Words)[] Contractions = [("n't", " not"), ("'re", " are"), ("'ll", " will"), ("'ve", " have"), ("'m", " am"), ("'d", " would")];

    /// <summary>The words of a text: lower case, letters a to z only, numbers spelled out, abbreviations and contractions in full.</summary>
    /// <param name="text">Any text; emoji and other signs that are not read aloud are dropped.</param>
    public static IReadOnlyList<string> ToWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = Fold(text);
        text = Street().Replace(text, "street");
        text = Saint().Replace(text, "saint ");
        text = NumberWords.Spell(text).ToLowerInvariant();
        text = Initials().Replace(text, match => match.Value.Replace('.', ' '));
        text = text.Replace("&", " and ").Replace("+", " plus ").Replace("%", " percent ").Replace("@", " at ");
        var words = new List<string>();
        foreach (Match match in Word().Matches(text))
            Expand(match.Value.TrimEnd('\''), words);
        return words;
    }

    private static void Expand(string word, List<string> words)
    {
        if (Words.TryGetValue(word, out string? full))
        {
            words.AddRange(full.Split(' '));
            return;
        }
        foreach ((string ending, string meaning) in Contractions)
            if (word.Length > ending.Length && word.EndsWith(ending, StringComparison.Ordinal))
            {
                words.AddRange((word[..^ending.Length] + meaning).Split(' '));
                return;
            }
        word = word.Replace("'", ""); // possessives sound as plurals do
        if (word.Length > 0)
            words.Add(word);
    }

    /// <summary>Typographic quotes to plain ones, accents off, every other sign that is not ASCII to a space.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            int accent = Accented.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (accent >= 0)
                folded.Append(char.IsUpper(c) ? char.ToUpperInvariant(Plain[accent]) : Plain[accent]);
            else
                folded.Append(c switch
                {
                    '‘' or '’' or 'ʼ' or '`' or '´' => "'",
                    '–' or '—' or '−' or '‐' or '‑' => "-",
                    'ß' => "ss",
                    'æ' => "ae",
                    'œ' => "oe",
                    '€' or '£' or '¥' or '°' => c.ToString(),
                    '½' => " 1/2",
                    '¼' => " 1/4",
                    '¾' => " 3/4",
                    < (char)128 => c.ToString(),
                    _ => " ",
                });
        }
        return folded.ToString();
    }

    /// <summary>"St." after a name and at the end of a phrase is a street.</summary>
    [GeneratedRegex(@"(?<=[A-Za-z\d]\s)St\b(?>\.?)(?=\s*([,;.!?]|$|[a-z]))", RegexOptions.ExplicitCapture)]
    private static partial Regex Street();

    /// <summary>"St." before a name is a saint.</summary>
    [GeneratedRegex(@"\bSt\b\.?\s+(?=[A-Z])", RegexOptions.ExplicitCapture)]
    private static partial Regex Saint();

    /// <summary>Letters with a full stop each: a.m., U.S.A.</summary>
    [GeneratedRegex(@"\b([a-z]\.\s?){2,}", RegexOptions.ExplicitCapture)]
    private static partial Regex Initials();

    [GeneratedRegex(@"'?[a-z][a-z']*", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
