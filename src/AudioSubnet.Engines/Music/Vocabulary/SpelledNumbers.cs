using System.Globalization;

namespace AudioSubnet.Engines.Music.Vocabulary;

/// <summary>Numbers in digits or English words, because validators spell numbers out before they send a prompt.</summary>
internal static class SpelledNumbers
{
    private static readonly string[] s_small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] s_tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>The number that ends before position <paramref name="end"/> of the words, and where it begins; null if there is
    /// none.</summary>
    public static (double Value, int Start)? Before(IReadOnlyList<string> words, int end)
    {
        int start = end;
        while (start > 0 && IsPart(words[start - 1]))
            start--;
        while (start < end && words[start] == "and")
            start++;
        if (start == end)
            return null;
        return (Sum(words, start, end), start);
    }

    /// <summary>The number that starts at a position; null if there is none.</summary>
    public static double? At(IReadOnlyList<string> words, int start)
    {
        int end = start;
        while (end < words.Count && IsPart(words[end]) && words[end] != "and")
            end++;
        return end == start ? null : Sum(words, start, end);
    }

    private static bool IsPart(string word) =>
        word is "hundred" or "and" || double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
        || word.Split('-').All(piece => s_small.Contains(piece) || (piece.Length > 0 && s_tens.Contains(piece)));

    private static double Sum(IReadOnlyList<string> words, int start, int end)
    {
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            if (words[i] == "hundred")
                sum = Math.Max(1, sum) * 100;
            else if (double.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double digits))
                sum += digits;
            else if (words[i] != "and")
                sum += words[i].Split('-').Sum(piece => Math.Max(Array.IndexOf(s_small, piece), 10 * Array.IndexOf(s_tens, piece)));
        }
        return sum;
    }
}
