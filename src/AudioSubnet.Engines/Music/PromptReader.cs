using System.Text;
using AudioSubnet.Engines.Music.Theory;
using AudioSubnet.Engines.Music.Vocabulary;

namespace AudioSubnet.Engines.Music;

/// <summary>
/// Reads genre, mood, tempo, key, metre, instruments and energy out of a free English prompt, by vocabulary: no model, no guess. Words it
/// does not know are passed
/// over, and the same prompt always reads the same.
/// </summary>
public static class PromptReader
{
    /// <summary>Slowest tempo that is taken at its word, in beats a minute.</summary>
    public const double SlowestTempo = 30;

    /// <summary>Fastest tempo that is taken at its word, in beats a minute.</summary>
    public const double FastestTempo = 260;

    /// <summary>How many words after "no" or "without" are left out.</summary>
    private const int NegationReach = 4;

    private static readonly string[] s_negations = ["no", "not", "without", "minus", "never", "excluding", "except", "isn't", "don't", "non"];
    private static readonly string[] s_negationEnds = ["but", "just", "only", "with", "instead", "yet"];
    private static readonly string[] s_moodNouns = ["key", "mood", "chord", "chords", "scale", "mode", "feel", "tonality", "sound", "melody", "atmosphere"];

    /// <summary>What the prompt says; an empty or unknown prompt gives a brief that leaves everything open.</summary>
    public static MusicBrief Read(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var reading = new Reading(prompt);
        List<string> words = Words(prompt);
        int negatedUntil = -1;
        for (int i = 0; i < words.Count;)
        {
            if (words[i] is "," or "." || s_negationEnds.Contains(words[i]))
                negatedUntil = -1;
            if (s_negations.Contains(words[i]))
                negatedUntil = i + NegationReach;
            int used = ReadTempoNumber(words, i, reading);
            used = used > 0 ? used : ReadMetre(words, i, reading);
            used = used > 0 ? used : ReadKey(words, i, reading);
            used = used > 0 ? used : ReadPhrase(words, i, i <= negatedUntil, reading);
            if (used == 0 && words[i] is "solo" or "only" or "unaccompanied" or "alone")
                reading.MarkSolo(words[i]);
            i += Math.Max(1, used);
        }
        return reading.ToBrief();
    }

    private static List<string> Words(string prompt)
    {
        string text = prompt.ToLowerInvariant().Replace('’', '\'').Replace('–', '-').Replace('♯', '#').Replace("♭", "b ", StringComparison.Ordinal);
        var words = new List<string>();
        var word = new StringBuilder();
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            bool inNumber = c == '.' && word.Length > 0 && char.IsAsciiDigit(word[^1]) && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]);
            // "120bpm" is two words; "8-bit", "12-string" and "r&b" are one.
            bool unitFollows = word.Length > 0 && char.IsAsciiDigit(word[^1]) && text.AsSpan(i).StartsWith("bpm", StringComparison.Ordinal);
            if (unitFollows)
                Flush();
            if (char.IsLetterOrDigit(c) || c is '#' or '\'' or '-' or '&' or '/' || inNumber)
            {
                word.Append(c);
                continue;
            }
            Flush();
            if (c is ',' or '.' or ';' or ':' or '!' or '?')
                words.Add(c is ',' or ':' ? "," : ".");
        }
        return words;

        void Flush()
        {
            string done = word.ToString().Trim('-', '\'', '/');
            word.Clear();
            if (done.Length > 0)
                words.Add(done);
        }
    }

    /// <summary>"120 bpm", "120 beats per minute", "one hundred twenty bpm", "tempo of 120", "bpm 120".</summary>
    private static int ReadTempoNumber(List<string> words, int i, Reading reading)
    {
        int unit = words[i] is "bpm" ? 1 : Matches(words, i, "beats", "per", "minute") || Matches(words, i, "beats", "a", "minute") ? 3 : 0;
        if (unit > 0 && SpelledNumbers.Before(words, i) is { } before && InRange(before.Value))
        {
            reading.SetTempo(string.Join(' ', words.Skip(before.Start).Take(i + unit - before.Start)), before.Value);
            return unit;
        }
        if (words[i] is not ("tempo" or "bpm"))
            return 0;
        int next = i + 1;
        while (next < words.Count && words[next] is "of" or "," or "is" or "at" or "around" or "about" or "=")
            next++;
        if (SpelledNumbers.At(words, next) is { } value && InRange(value))
        {
            reading.SetTempo(string.Join(' ', words.Skip(i).Take(next - i + 1)), value);
            return next - i + 1;
        }
        return 0;

        static bool InRange(double tempo) => tempo is >= SlowestTempo and <= FastestTempo;
    }

    private static int ReadMetre(List<string> words, int i, Reading reading)
    {
        TimeSignature? metre = words[i] switch
        {
            "2/4" => new(2, 4),
            "3/4" or "three-four" => new(3, 4),
            "4/4" or "four-four" => new(4, 4),
            "5/4" or "five-four" => new(5, 4),
            "6/8" or "six-eight" => new(6, 8),
            "7/8" or "seven-eight" => new(7, 8),
            "9/8" => new(9, 8),
            "12/8" => new(12, 8),
            _ => null,
        };
        int used = 1;
        if (metre is null && words[i] is "triple" && i + 1 < words.Count && words[i + 1] is "meter" or "metre" or "time")
            (metre, used) = (new TimeSignature(3, 4), 2);
        if (metre is null)
            return 0;
        reading.SetMetre(words[i], metre.Value);
        return used;
    }

    /// <summary>"D minor", "F# major", "Bb dorian", "e flat minor", "key of G", "in Bb", "in a minor key" (which names no tonic).</summary>
    private static int ReadKey(List<string> words, int i, Reading reading)
    {
        if (ModeOf(words[i]) is { } bare)
        {
            bool isNoun = words[i] is "major" or "minor" && i + 1 < words.Count && s_moodNouns.Contains(words[i + 1]);
            if (words[i] is "major" or "minor" && !isNoun)
                return 0;
            reading.SetKey(words[i], null, bare);
            return 1;
        }
        if (words[i].Length > 2 || words[i][0] is < 'a' or > 'g')
            return 0;
        int accidental = words[i].Length == 1 ? 0 : words[i][1] switch { '#' => 1, 'b' => -1, _ => 99 };
        if (accidental == 99)
            return 0;
        int next = i + 1;
        if (next < words.Count && words[next] is "sharp" or "flat")
            accidental = words[next++] == "sharp" ? 1 : -1;
        int tonic = ("c d ef g a b".IndexOf(words[i][0]) + accidental + 12) % 12;
        Mode? mode = next < words.Count ? ModeOf(words[next]) : null;
        bool isArticle = words[i] == "a" && next + 1 < words.Count && s_moodNouns.Contains(words[next + 1]);
        if (mode is not null && !isArticle)
        {
            reading.SetKey(string.Join(' ', words.Skip(i).Take(next - i + 1)), tonic, mode);
            return next - i + 1;
        }
        if (mode is null && i >= 2 && words[i - 1] == "of" && words[i - 2] == "key")
        {
            reading.SetKey(string.Join(' ', words.Skip(i - 2).Take(next - i + 2)), tonic, null);
            return next - i;
        }
        bool isNote = words[i] != "a" || accidental != 0;
        if (mode is null && isNote && i >= 1 && words[i - 1] == "in")
        {
            reading.SetKey(string.Join(' ', words.Skip(i).Take(next - i)), tonic, null);
            return next - i;
        }
        return 0;
    }

    private static Mode? ModeOf(string word) => word switch
    {
        "major" or "maj" or "ionian" => Mode.Major,
        "minor" or "min" or "aeolian" => Mode.Minor,
        "dorian" => Mode.Dorian,
        "phrygian" => Mode.Phrygian,
        "lydian" => Mode.Lydian,
        "mixolydian" => Mode.Mixolydian,
        _ => null,
    };

    private static int ReadPhrase(List<string> words, int i, bool negated, Reading reading)
    {
        for (int length = Math.Min(Lexicon.LongestPhrase, words.Count - i); length > 0; length--)
        {
            string phrase = string.Join(' ', words.Skip(i).Take(length));
            if (Lexicon.Find(phrase) is not { } entry)
                continue;
            reading.Add(phrase, entry, negated);
            return length;
        }
        return 0;
    }

    private static bool Matches(List<string> words, int i, params ReadOnlySpan<string> expected)
    {
        for (int k = 0; k < expected.Length; k++)
            if (i + k >= words.Count || words[i + k] != expected[k])
                return false;
        return true;
    }

    /// <summary>Collects findings; what comes first wins where only one is possible.</summary>
    private sealed class Reading(string prompt)
    {
        private readonly List<PromptFinding> _findings = [];
        private readonly List<Mood> _moods = [];
        private readonly List<Instrument> _instruments = [];
        private readonly List<Instrument> _excluded = [];
        private Genre? _genre;
        private TempoWord? _tempo;
        private double? _beatsPerMinute;
        private int? _tonic;
        private Mode? _mode;
        private TimeSignature? _metre;
        private bool _solo;

        public void SetTempo(string words, double value)
        {
            _beatsPerMinute ??= value;
            _findings.Add(new PromptFinding(words, "tempo", $"{value:0.##} bpm"));
        }

        public void SetMetre(string words, TimeSignature metre)
        {
            _metre ??= metre;
            _findings.Add(new PromptFinding(words, "metre", metre.ToString()));
        }

        public void SetKey(string words, int? tonic, Mode? mode)
        {
            _tonic ??= tonic;
            _mode ??= mode;
            string meaning = tonic is { } known ? new MusicalKey(known, mode ?? Mode.Major).ToString() : mode.ToString()!.ToLowerInvariant();
            _findings.Add(new PromptFinding(words, "key", tonic is not null && mode is null ? meaning.Split(' ')[0] : meaning));
        }

        public void MarkSolo(string word)
        {
            _solo = true;
            _findings.Add(new PromptFinding(word, "solo", "nothing but the instruments named"));
        }

        public void Add(string words, object entry, bool negated)
        {
            switch (entry)
            {
                case Instrument instrument when negated:
                    _excluded.Add(instrument);
                    _findings.Add(new PromptFinding(words, "without", instrument.Name));
                    break;
                case Instrument instrument:
                    if (!_instruments.Contains(instrument))
                        _instruments.Add(instrument);
                    _findings.Add(new PromptFinding(words, "instrument", instrument.Name));
                    break;
                case Genre genre when !negated:
                    _genre ??= genre;
                    _findings.Add(new PromptFinding(words, "genre", genre.Name));
                    break;
                case Mood mood when !negated:
                    if (!_moods.Contains(mood))
                        _moods.Add(mood);
                    _findings.Add(new PromptFinding(words, "mood", mood.Name));
                    break;
                case TempoWord tempo when !negated:
                    _tempo ??= tempo;
                    _findings.Add(new PromptFinding(words, "tempo", $"{tempo.Name}: {tempo.Low:0}-{tempo.High:0} bpm"));
                    break;
                default:
                    break;
            }
        }

        public MusicBrief ToBrief() => new(prompt)
        {
            Genre = _genre,
            Moods = _moods,
            BeatsPerMinute = _beatsPerMinute,
            Tempo = _tempo,
            Tonic = _tonic,
            Mode = _mode,
            Metre = _metre,
            Instruments = _instruments,
            Excluded = _excluded,
            Solo = _solo && _instruments.Count > 0,
            Findings = _findings,
        };
    }
}
