namespace AudioSubnet.Engines.Music;

/// <summary>Finds a General MIDI soundfont (SF2) on this machine.</summary>
public static class SoundFont
{
    /// <summary>The environment variable that names a soundfont and overrides the search.</summary>
    public const string Variable = "AUDIOSUBNET_SOUNDFONT";

    private static readonly string[] s_usualPlaces =
    [
        "/usr/share/sounds/sf2/TimGM6mb.sf2",
        "/usr/share/sounds/sf2/default-GM.sf2",
        "/usr/share/sounds/sf2/FluidR3_GM.sf2",
        "/usr/share/soundfonts/TimGM6mb.sf2",
        "/usr/share/soundfonts/FluidR3_GM.sf2",
        "/usr/share/soundfonts/default.sf2",
        "/usr/local/share/soundfonts/default.sf2",
    ];

    /// <summary>The soundfont of <see cref="Variable"/>, else the first of the usual places that exists; null if there is none.</summary>
    /// <exception cref="EngineException">The variable names a file that does not exist.</exception>
    public static string? Find()
    {
        if (Named is not { } named)
            return s_usualPlaces.FirstOrDefault(File.Exists);
        return File.Exists(named)
            ? named
            : throw new EngineException($"{Variable} names '{named}', which does not exist. Set it to an SF2 file, or unset it to search the usual places.");
    }

    /// <summary>Whether <see cref="Find"/> would find one.</summary>
    public static bool Exists => Named is { } named ? File.Exists(named) : s_usualPlaces.Any(File.Exists);

    private static string? Named => Environment.GetEnvironmentVariable(Variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>Whether a file carries the mark of a soundfont: a RIFF file of form "sfbk". What does not is kept from FluidSynth, whose
    /// other loaders print to standard error.</summary>
    internal static bool HasMark(string path)
    {
        Span<byte> head = stackalloc byte[12];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("sfbk"u8);
    }
}
