using System.Collections.Frozen;

namespace AudioSubnet.Inference.Text;

/// <summary>Cuts a text into pieces that a model speaks one by one: sentences, and for sentences beyond the model's limit clauses, then words.</summary>
public static class SentenceSplitter
{
    /// <summary>Words whose full stop does not end a sentence.</summary>
    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "col", "capt", "lt", "sgt", "gov", "sen", "rep", "hon", "mt", "ft", "no", "vs", "etc",
        "e.g", "i.e", "cf", "approx", "dept", "fig", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Splits by number of characters.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maxLength">Most characters in a piece.</param>
    /// <returns>Pieces in order, none of them empty. Together they hold every word of the text.</returns>
    public static IReadOnlyList<string> Split(string text, int maxLength = 300)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        return Split(text, maxLength, static piece => piece.Length);
    }

    /// <summary>Splits by what a model counts, for example tokens.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">Most units in a piece; a single character is a piece of its own whatever it measures.</param>
    /// <param name="measure">Units of a piece of text; more text never measures less.</param>
    /// <returns>Pieces in order, none of them empty. Together they hold every word of the text.</returns>
    public static IReadOnlyList<string> Split(string text, int limit, Func<string, int> measure)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(measure);
        var pieces = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r') && !EndsSentence(text, start, i))
                continue;
            Add(pieces, text[start..(i + 1)], limit, measure);
            start = i + 1;
        }
        Add(pieces, text[start..], limit, measure);
        return pieces;
    }

    private static bool EndsSentence(string text, int start, int index)
    {
        if (text[index] is not ('.' or '!' or '?' or '…' or '。' or '！' or '？' or '"' or '”' or '’' or ')' or '\''))
            return false;
        if (text[index] is '。' or '！' or '？')
            return true;
        if (index + 1 < text.Length && !char.IsWhiteSpace(text[index + 1]))
            return false; // 3.14, example.com, "What?!"
        int mark = index; // quotes and brackets may close after the mark
        while (mark > start && text[mark] is '"' or '”' or '’' or ')' or '\'')
            mark--;
        if (text[mark] is '!' or '?' or '…')
            return true;
        if (text[mark] != '.')
            return false;
        int word = mark;
        while (word > start && !char.IsWhiteSpace(text[word - 1]) && text[word - 1] is not ('"' or '“' or '('))
            word--;
        ReadOnlySpan<char> last = text.AsSpan(word, mark - word);
        bool initial = last.Length == 1 && char.IsAsciiLetterUpper(last[0]) && last[0] != 'I'; // J. Smith
        return !initial && !Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last);
    }

    private static void Add(List<string> pieces, string piece, int limit, Func<string, int> measure)
    {
        piece = piece.Trim();
        while (piece.Length > 1 && measure(piece) > limit)
        {
            int cut = Cut(piece, LongestFit(piece, limit, measure));
            pieces.Add(piece[..cut].TrimEnd());
            piece = piece[cut..].TrimStart();
        }
        if (piece.Length > 0)
            pieces.Add(piece);
    }

    /// <summary>Most characters from the beginning that are within the limit; at least 1.</summary>
    private static int LongestFit(string piece, int limit, Func<string, int> measure)
    {
        int fits = 1, tooMany = piece.Length;
        while (tooMany - fits > 1)
        {
            int middle = (fits + tooMany) / 2;
            if (measure(piece[..middle]) <= limit)
                fits = middle;
            else
                tooMany = middle;
        }
        return fits;
    }

    /// <summary>Where to cut so that at most <paramref name="longest"/> characters are before: after a mark if one is in the second half, else at a space, else between characters.</summary>
    private static int Cut(string piece, int longest)
    {
        int cut = piece.LastIndexOfAny([',', ';', ':', '—'], longest - 1, (longest + 1) / 2);
        if (cut < 0)
            cut = piece.LastIndexOf(' ', longest - 1, (longest + 1) / 2);
        if (cut < 0)
            cut = longest - 1;
        if (char.IsHighSurrogate(piece[cut]) && cut > 0)
            cut--;
        return char.IsHighSurrogate(piece[cut]) ? cut + 2 : cut + 1;
    }
}
