namespace AudioSubnet.Scoring.Text;

/// <summary>Estimates the syllables of English words from their spelling: groups of vowels, less a silent final e. Right within about 10 % over a sentence.</summary>
public static class Syllables
{
    /// <summary>Syllables of all words.</summary>
    /// <param name="words">Words in lower case, as <see cref="SpokenText.ToWords"/> gives them.</param>
    public static int Count(IReadOnlyList<string> words) => words.Sum(Count);

    private static int Count(string word)
    {
        int groups = 0;
        bool inVowel = false;
        foreach (char c in word)
        {
            bool vowel = "aeiouy".Contains(c);
            groups += vowel && !inVowel ? 1 : 0;
            inVowel = vowel;
        }
        bool silent = word.Length > 2 && groups > 1
            && (word[^1] == 'e' && !"aeiouy".Contains(word[^2]) && !(word[^2] == 'l' && !"aeiouy".Contains(word[^3])) // "made", but "table"
                || word.EndsWith("ed", StringComparison.Ordinal) && !"aeiouydt".Contains(word[^3])); // "moved", but "wanted"
        return Math.Max(1, groups - (silent ? 1 : 0));
    }
}
