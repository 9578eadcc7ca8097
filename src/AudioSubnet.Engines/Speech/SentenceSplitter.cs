using System.Collections.Frozen;

namespace AudioSubnet.Engines.Speech;

/// <summary>Cuts a plain text into pieces that a synthesiser speaks one by one: sentences, and for very long sentences clauses.</summary>
internal static class SentenceSplitter
{
    /// <summary>Words whose full stop does not end a sentence.</summary>
    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "rev", "gen", "col", "capt", "lt", "sgt", "gov", "sen", "rep", "hon", "mt", "ft", "no", "vs", "etc",
        "e.g", "i.e", "cf", "approx", "dept", "fig", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Non-empty pieces in order, each at most <paramref name="maxLength"/> characters.</summary>
    public static IReadOnlyList<string> Split(string text, int maxLength = 300)
    {
        var pieces = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\n' && !EndsSentence(text, start, i))
                continue;
            Add(pieces, text[start..(i + 1)], maxLength);
            start = i + 1;
        }
        Add(pieces, text[start..], maxLength);
        return pieces;
    }

    private static bool EndsSentence(string text, int start, int index)
    {
        if (text[index] is not ('.' or '!' or '?' or '"' or ')' or '\''))
            return false;
        if (index + 1 < text.Length && text[index + 1] is not (' ' or '\n'))
            return false; // 3.14, example.com, "What?!"
        int mark = index; // quotes and brackets may close after the mark
        while (mark > start && text[mark] is '"' or ')' or '\'')
            mark--;
        if (text[mark] is '!' or '?')
            return true;
        if (text[mark] != '.')
            return false;
        int word = mark;
        while (word > start && text[word - 1] is not (' ' or '"' or '('))
            word--;
        var last = text.AsSpan(word, mark - word);
        bool initial = last.Length == 1 && char.IsAsciiLetterUpper(last[0]) && last[0] != 'I'; // J. Smith
        return !initial && !Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last);
    }

    private static void Add(List<string> pieces, string piece, int maxLength)
    {
        piece = piece.Trim();
        while (piece.Length > maxLength)
        {
            int cut = piece.LastIndexOfAny([',', ';', ':'], maxLength - 1, maxLength / 2);
            if (cut < 0)
                cut = piece.LastIndexOf(' ', maxLength - 1, maxLength / 2);
            if (cut < 0)
                cut = maxLength - 1;
            pieces.Add(piece[..(cut + 1)].TrimEnd());
            piece = piece[(cut + 1)..].TrimStart();
        }
        if (piece.Length > 0)
            pieces.Add(piece);
    }
}
