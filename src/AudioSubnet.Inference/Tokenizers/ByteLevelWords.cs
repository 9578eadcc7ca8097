using System.Globalization;
using System.Text;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// The word rule of GPT-2 and RoBERTa, <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, on code points (.NET's regular expressions would take
/// letters beyond the basic plane for marks), and its writing of bytes as printable characters.
/// </summary>
internal static class ByteLevelWords
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    /// <summary>The character that stands for each byte: itself if printable, else one from U+0100 on.</summary>
    private static readonly char[] OfByte = MakeCharacters();

    private static readonly Dictionary<char, byte> ToByte = Enumerable.Range(0, 256).ToDictionary(value => OfByte[value], value => (byte)value);

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
    }

    /// <summary>The characters that stand for the 256 bytes.</summary>
    public static IEnumerable<string> Letters => OfByte.Select(letter => letter.ToString());

    /// <summary>Cuts a text into words, each with the space before it. Together they are the text.</summary>
    public static IEnumerable<string> Split(string text)
    {
        text = new string([.. text.EnumerateRunes().SelectMany(rune => rune.ToString())]); // lone surrogates become U+FFFD
        for (int start = 0; start < text.Length;)
        {
            int end = End(text, start);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>The bytes that a token's characters stand for; other characters count as their UTF-8.</summary>
    public static void AppendBytes(string token, List<byte> bytes)
    {
        foreach (char c in token)
            if (ToByte.TryGetValue(c, out byte value))
                bytes.Add(value);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes([c]));
    }

    private static int End(string text, int start)
    {
        foreach (string contraction in Contractions)
            if (string.CompareOrdinal(text, start, contraction, 0, contraction.Length) == 0)
                return start + contraction.Length;
        Kind first = KindAt(text, start, out int length);
        if (first != Kind.Space)
            return RunEnd(text, start, first);
        int next = start + length;
        if (text[start] == ' ' && next < text.Length && KindAt(text, next, out _) is var kind and not Kind.Space)
            return RunEnd(text, next, kind);
        int end = RunEnd(text, start, Kind.Space);
        return end == text.Length || end == next ? end : end - 1; // the last space belongs to the next word; all white space is in the basic plane
    }

    private static int RunEnd(string text, int start, Kind kind)
    {
        int end = start;
        while (end < text.Length && KindAt(text, end, out int length) == kind)
            end += length;
        return end;
    }

    private static Kind KindAt(string text, int index, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(index), out Rune character, out length);
        if (Rune.IsWhiteSpace(character))
            return Kind.Space;
        return Rune.GetUnicodeCategory(character) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++;
        return characters;
    }
}
