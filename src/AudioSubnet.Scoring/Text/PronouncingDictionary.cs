using System.Collections.Frozen;

namespace AudioSubnet.Scoring.Text;

/// <summary>
/// How English words are pronounced, from a dictionary in the format of CMUdict: <c>harbor HH AA R B ER</c>. It decides which words an ear cannot tell apart. Only the first, usual
/// pronunciation of a word counts: the others are often weak or slurred forms ("our" as "are", "last" as "lass") that would excuse words that were spoken wrongly.
/// Read when it is first asked; immutable from then on and thread-safe. A dictionary that is not there knows no word.
/// </summary>
/// <param name="path">The file.</param>
public sealed class PronouncingDictionary(string path)
{
    /// <summary>What the contracted word sounds like when the second of two words is contracted: "it is" as "it's".</summary>
    private static readonly FrozenDictionary<string, string> Contracted = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["is"] = "'s",
        ["us"] = "'s",
        ["are"] = "'re",
        ["will"] = "'ll",
        ["have"] = "'ve",
        ["am"] = "'m",
        ["would"] = "'d",
        ["not"] = "n't",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Lazy<FrozenDictionary<string, string>> _words = new(() => Read(path));

    /// <summary>The dictionary that the Debian package pocketsphinx-en-us installs: 125 000 words, American English.</summary>
    public static PronouncingDictionary Installed { get; } = new("/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict");

    /// <summary>The sounds of a word, one after another, or null for a word that is not known.</summary>
    /// <param name="word">A word in lower case.</param>
    public string? Sounds(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return _words.Value.GetValueOrDefault(word) ?? _words.Value.GetValueOrDefault(SpellingVariants.Fold(word));
    }

    /// <summary>All ways in which two words in a row are spoken: one after the other, and contracted. Empty when a word is not known.</summary>
    /// <param name="first">A word in lower case.</param>
    /// <param name="second">The next one.</param>
    public IEnumerable<string> Sounds(string first, string second)
    {
        if (Sounds(first) is { } left && Sounds(second) is { } right)
            yield return $"{left} {right}";
        if (Contracted.TryGetValue(second, out string? ending) && _words.Value.GetValueOrDefault(first + ending) is { } contracted)
            yield return contracted;
    }

    private static FrozenDictionary<string, string> Read(string path)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
            foreach (string line in File.ReadLines(path))
            {
                int end = line.IndexOf(' ', StringComparison.Ordinal);
                // "read(2)" is another way to say "read".
                if (end > 0 && line[end - 1] != ')' && !line.StartsWith(";;;", StringComparison.Ordinal))
                    words.TryAdd(line[..end], line[end..].Trim());
            }
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
