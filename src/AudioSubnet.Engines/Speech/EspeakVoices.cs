namespace AudioSubnet.Engines.Speech;

/// <summary>The voices that the espeak-ng of this machine offers.</summary>
internal sealed class EspeakVoices
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _variants = new(StringComparer.Ordinal);
    private readonly List<string> _languages = [];

    /// <summary>Asks the program.</summary>
    public static async Task<EspeakVoices> ListAsync(CancellationToken cancellationToken)
    {
        var voices = new EspeakVoices();
        foreach (string line in await LinesAsync("--voices", cancellationToken))
        {
            // "Pty Language Age/Gender VoiceName File OtherLanguages…"; mbrola voices are listed although their data is a package of its own
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 5 || columns[4].StartsWith("mb/", StringComparison.Ordinal) || columns[4].StartsWith("!v/", StringComparison.Ordinal))
                continue;
            voices._languages.Add(columns[1]);
            voices._names.UnionWith([columns[1], columns[3], columns[4], columns[4][(columns[4].LastIndexOf('/') + 1)..]]);
        }
        foreach (string line in await LinesAsync("--voices=variant", cancellationToken))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length >= 5 && columns[4].StartsWith("!v/", StringComparison.Ordinal))
                voices._variants.Add(columns[4][3..]);
        }
        return voices;
    }

    /// <summary>True for a language ("en-us", "de"), a voice name or file, each with or without a variant ("en-us+f3").</summary>
    public bool Contains(string voice)
    {
        int plus = voice.IndexOf('+', StringComparison.Ordinal);
        string name = plus < 0 ? voice : voice[..plus];
        return (name == "en" || _names.Contains(name)) && (plus < 0 || _variants.Contains(voice[(plus + 1)..]));
    }

    /// <summary>The languages, in order.</summary>
    public IEnumerable<string> Languages => _languages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> LinesAsync(string option, CancellationToken cancellationToken)
    {
        using var process = EspeakProcess.Start([option]);
        byte[] output = await process.RunAsync("", cancellationToken);
        return System.Text.Encoding.UTF8.GetString(output).Split('\n').Skip(1);
    }
}
