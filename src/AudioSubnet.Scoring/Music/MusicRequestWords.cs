using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioSubnet.Scoring.Music;

/// <summary>
/// What of a prompt can be checked by measuring: tempo, key, pace and energy. The judge reads prompts by itself and knows nothing of any
/// engine's reader.
/// </summary>
internal sealed partial record MusicRequestWords
{
    private static readonly string[] s_slow = ["slow", "slowly", "largo", "adagio", "lento", "grave", "downtempo", "down-tempo", "unhurried"];
    private static readonly string[] s_fast = ["fast", "quick", "rapid", "presto", "vivace", "allegro", "uptempo", "up-tempo", "fast-paced", "speedy", "frantic", "racing"];

    private static readonly string[] s_still =
        ["calm", "calming", "peaceful", "relaxing", "relaxed", "gentle", "soft", "quiet", "soothing", "serene", "tranquil", "ambient", "meditation", "meditative", "lullaby", "sleep", "mellow", "chill", "delicate", "sad", "melancholic"];

    private static readonly string[] s_lively =
        ["energetic", "upbeat", "aggressive", "powerful", "intense", "driving", "lively", "exciting", "epic", "heavy", "metal", "punk", "techno", "dance", "party", "wild", "furious", "angry", "festive", "rock", "house", "edm"];

    private static readonly string[] s_units = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
    private static readonly string[] s_tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>Tempo in beats a minute; null if the prompt states none.</summary>
    public double? BeatsPerMinute { get; private init; }

    /// <summary>Tonic (0 = C … 11 = B) and whether the key is minor; null if the prompt states none.</summary>
    public (int Tonic, bool Minor)? Key { get; private init; }

    /// <summary>The word that asks for a slow or fast pace; null without one.</summary>
    public string? PaceWord { get; private init; }

    /// <summary>Whether <see cref="PaceWord"/> asks for fast music.</summary>
    public bool WantsFast { get; private init; }

    /// <summary>The word that asks for still or lively music; null without one, or if the prompt asks for both.</summary>
    public string? EnergyWord { get; private init; }

    /// <summary>Whether <see cref="EnergyWord"/> asks for lively music.</summary>
    public bool WantsLively { get; private init; }

    public static MusicRequestWords Read(string prompt)
    {
        string text = prompt.ToLowerInvariant();
        string[] words = [.. WordPattern().Matches(text).Select(match => match.Value)];
        string? slow = words.FirstOrDefault(s_slow.Contains), fast = words.FirstOrDefault(s_fast.Contains);
        string? still = words.FirstOrDefault(s_still.Contains), lively = words.FirstOrDefault(s_lively.Contains);
        return new MusicRequestWords
        {
            BeatsPerMinute = Tempo(text, words),
            Key = KeyOf(text),
            PaceWord = slow is not null && fast is not null ? null : slow ?? fast,
            WantsFast = fast is not null,
            EnergyWord = still is not null && lively is not null ? null : still ?? lively,
            WantsLively = lively is not null,
        };
    }

    private static double? Tempo(string text, string[] words)
    {
        Match digits = TempoPattern().Match(text);
        if (digits.Success && double.TryParse(digits.Groups["tempo"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double stated))
            return InRange(stated);
        int unit = Array.IndexOf(words, "bpm");
        if (unit < 0)
            unit = Array.IndexOf(words, "beats");
        double value = 0, scale = 1;
        // Backwards from the unit: "one hundred twenty-five beats per minute".
        for (int i = unit - 1; i >= 0; i--)
        {
            if (words[i] == "and")
                continue;
            if (words[i] == "hundred")
            {
                scale = 100;
                continue;
            }
            double part = words[i].Split('-').Sum(piece => Math.Max(0, Array.IndexOf(s_units, piece)) + 10 * Math.Max(0, Array.IndexOf(s_tens, piece)));
            if (part <= 0)
                break;
            value += part * scale;
        }
        return InRange(value);

        static double? InRange(double tempo) => tempo is >= 30 and <= 260 ? tempo : null;
    }

    private static (int Tonic, bool Minor)? KeyOf(string text)
    {
        Match match = KeyPattern().Match(text);
        // "in a minor key": an article, not a tonic.
        if (!match.Success || (match.Groups["tonic"].Value == "a" && match.Groups["noun"].Success))
            return null;
        int accidental = match.Groups["accidental"].Value switch { "#" or "sharp" or "♯" => 1, "b" or "flat" or "♭" => -1, _ => 0 };
        int tonic = ("c d ef g a b".IndexOf(match.Groups["tonic"].Value[0]) + accidental + 12) % 12;
        return (tonic, match.Groups["mode"].Value.StartsWith("min", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"[\p{L}\p{N}'#-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\b(?<tempo>\d{2,3}(\.\d{1,3})?) ?-?(bpm|beats (per|a) minute)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TempoPattern();

    [GeneratedRegex(@"\b(?<tonic>[a-g])[ -]?(?<accidental>#|♯|♭|b(?= )|sharp|flat)? ?(?<mode>major|minor|maj|min)\b( (?<noun>key|mood|chords?|scale|mode|feel))?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyPattern();
}
