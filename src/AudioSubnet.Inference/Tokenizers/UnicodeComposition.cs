using System.Globalization;
using System.Text;

namespace AudioSubnet.Inference.Tokenizers;

/// <summary>
/// Normalisation form C (Unicode Standard Annex 15), from a table of its own: <see cref="string.Normalize()"/> leaves text as it is in programs with invariant globalization.
/// </summary>
internal static class UnicodeComposition
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28, Syllables = Leads * Vowels * Tails;

    private static readonly Lazy<Tables> Loaded = new(Tables.Read);

    /// <summary>The composed form; lone surrogates become U+FFFD.</summary>
    public static string Compose(string text)
    {
        if (!text.Any(c => c >= 0x300)) // all below is composed already
            return text;
        Tables tables = Loaded.Value;
        var characters = new List<int>(text.Length);
        foreach (Rune character in text.EnumerateRunes())
            Decompose(character.Value, tables, characters);
        Order(characters, tables);
        Combine(characters, tables);
        var composed = new StringBuilder(characters.Count);
        foreach (int character in characters)
            composed.Append(new Rune(character));
        return composed.ToString();
    }

    /// <summary>A letter without its accents.</summary>
    public static string WithoutMarks(Rune character)
    {
        Tables tables = Loaded.Value;
        var parts = new List<int>(3);
        Decompose(character.Value, tables, parts);
        return string.Concat(parts.Where(part => tables.Class(part) == 0).Select(part => new Rune(part).ToString()));
    }

    private static void Decompose(int character, Tables tables, List<int> output)
    {
        int syllable = character - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            output.Add(LeadBase + syllable / (Vowels * Tails));
            output.Add(VowelBase + syllable % (Vowels * Tails) / Tails);
            if (syllable % Tails > 0)
                output.Add(TailBase + syllable % Tails);
        }
        else if (tables.Decompositions.TryGetValue(character, out int[]? parts))
            foreach (int part in parts)
                Decompose(part, tables, output);
        else
            output.Add(character);
    }

    /// <summary>Stable order by combining class within each run of combining characters.</summary>
    private static void Order(List<int> characters, Tables tables)
    {
        for (int i = 0; i < characters.Count;)
        {
            int start = i;
            while (i < characters.Count && tables.Class(characters[i]) != 0)
                i++;
            if (i - start > 1)
            {
                int[] sorted = [.. characters.GetRange(start, i - start).OrderBy(tables.Class)];
                for (int k = 0; k < sorted.Length; k++)
                    characters[start + k] = sorted[k];
            }
            if (i == start)
                i++;
        }
    }

    private static void Combine(List<int> characters, Tables tables)
    {
        int starter = -1, written = 0, last = 0;
        foreach (int character in characters.ToArray())
        {
            int combining = tables.Class(character);
            bool isAdjacent = starter == written - 1;
            if (starter >= 0 && (isAdjacent || last != 0 && last < combining) && Pair(characters[starter], character, tables) is { } composed)
            {
                characters[starter] = composed;
                continue;
            }
            if (combining == 0)
                starter = written;
            last = combining;
            characters[written++] = character;
        }
        characters.RemoveRange(written, characters.Count - written);
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        if (first - LeadBase is >= 0 and < Leads and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
            return SyllableBase + (lead * Vowels + vowel) * Tails;
        if (first - SyllableBase is >= 0 and < Syllables and var syllable && syllable % Tails == 0 && second - TailBase is > 0 and < Tails and var tail)
            return first + tail;
        return tables.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private sealed record Tables(Dictionary<int, int[]> Decompositions, Dictionary<(int, int), int> Compositions, Dictionary<int, int> Classes)
    {
        public int Class(int character) => Classes.GetValueOrDefault(character);

        public static Tables Read()
        {
            var tables = new Tables([], [], []);
            using Stream stream = typeof(UnicodeComposition).Assembly.GetManifestResourceStream("CanonicalComposition.txt")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
                if (line.StartsWith("class ", StringComparison.Ordinal))
                    tables.ReadClass(line["class ".Length..]);
                else if (line[0] != '#')
                    tables.ReadDecomposition(line);
            return tables;
        }

        private void ReadClass(string line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (string range in line[(colon + 2)..].Split(' '))
                for (int character = Hex(range.Split('-')[0]); character <= Hex(range.Split('-')[^1]); character++)
                    Classes[character] = int.Parse(line[..colon], CultureInfo.InvariantCulture);
        }

        private void ReadDecomposition(string line)
        {
            string[] fields = line.Split(' ');
            bool composes = fields[1] != ">";
            int[] parts = [.. fields.Skip(composes ? 1 : 2).Select(Hex)];
            Decompositions[Hex(fields[0])] = parts;
            if (composes)
                Compositions[(parts[0], parts[1])] = Hex(fields[0]);
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
