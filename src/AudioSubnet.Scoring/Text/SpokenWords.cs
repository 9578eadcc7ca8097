namespace AudioSubnet.Scoring.Text;

/// <summary>A sequence of words, ready to be compared by spelling and by sound with another.</summary>
internal sealed class SpokenWords
{
    private readonly Forms[] _single;
    private readonly Forms[] _pairs;

    public SpokenWords(IReadOnlyList<string> words, PronouncingDictionary? dictionary)
    {
        string[] spellings = [.. words.Select(SpellingVariants.Fold)];
        _single = [.. words.Select((word, i) => new Forms(spellings[i], dictionary?.Sounds(word) is { } sounds ? [sounds] : []))];
        _pairs = [.. Enumerable.Range(0, Math.Max(0, words.Count - 1)).Select(i =>
            new Forms(spellings[i] + spellings[i + 1], dictionary is null ? [] : [.. dictionary.Sounds(words[i], words[i + 1])]))];
    }

    public int Count => _single.Length;

    /// <summary>Whether one or two words that end before a position are the same, to the ear, as one or two of another sequence.</summary>
    public bool SoundsLike(int end, int length, SpokenWords other, int otherEnd, int otherLength) =>
        At(end, length).SoundLike(other.At(otherEnd, otherLength));

    private Forms At(int end, int length) => length == 1 ? _single[end - 1] : _pairs[end - 2];

    /// <summary>How one or two words are written, without the space, and how they sound.</summary>
    private readonly record struct Forms(string Spelling, string[] Sounds)
    {
        public bool SoundLike(Forms other)
        {
            if (Spelling == other.Spelling)
                return true;
            foreach (string sound in Sounds)
                if (Array.IndexOf(other.Sounds, sound) >= 0)
                    return true;
            return false;
        }
    }
}
