namespace AudioSubnet.Validator;

/// <summary>The services in the order of the rounds, and their short names.</summary>
public static class AudioServices
{
    /// <summary>The rotation: text-to-speech, music, voice clone.</summary>
    public static IReadOnlyList<AudioService> Rotation { get; } =
        [AudioService.TextToSpeech, AudioService.MusicGeneration, AudioService.VoiceClone];

    /// <summary>The name in files, tables and JSON: "tts", "ttm" or "vc".</summary>
    public static string ShortName(this AudioService service) => service switch
    {
        AudioService.TextToSpeech => "tts",
        AudioService.MusicGeneration => "ttm",
        AudioService.VoiceClone => "vc",
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There are three services."),
    };

    /// <summary>The service of a short name.</summary>
    /// <exception cref="FormatException">Not "tts", "ttm" or "vc".</exception>
    public static AudioService Parse(string shortName) =>
        Rotation.Cast<AudioService?>().FirstOrDefault(service => service!.Value.ShortName() == shortName)
        ?? throw new FormatException($"'{shortName}' is not a service; the services are tts, ttm and vc.");

    /// <summary>The service of the next round.</summary>
    public static AudioService Next(this AudioService service) => Rotation[((int)service + 1) % Rotation.Count];
}
