namespace AudioSubnet.Engines.ElevenLabs;

/// <summary>The entries of ElevenLabs in the catalog.</summary>
internal static class ElevenLabsCatalog
{
    private const string License = "ElevenLabs terms of service; paid API";

    private static readonly EngineRequirement Key =
        new(ElevenLabsOptions.KeyVariable, "a key of https://elevenlabs.io", () => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(ElevenLabsOptions.KeyVariable)))
        {
            Remedy = $"{ElevenLabsOptions.KeyVariable} is not set",
        };

    /// <summary>What there is, and how it is made from the part of the name behind the engine's own (the voice).</summary>
    public static IEnumerable<(EngineInfo Info, Func<string, object> Make)> Engines =>
    [
        (Info(ElevenLabsTextToSpeech.EngineName, EngineKind.TextToSpeech, "many languages; the service's voice George, 24 kHz"), _ => new ElevenLabsTextToSpeech()),
        (Info($"{ElevenLabsTextToSpeech.EngineName}/<voice>", EngineKind.TextToSpeech, "many languages; any voice of the account by name or id, 24 kHz"), voice => new ElevenLabsTextToSpeech(voice)),
        (Info(ElevenLabsTextToSpeech.EngineName, EngineKind.VoiceCloning, "many languages; the service's instant voice cloning, 24 kHz"), _ => new ElevenLabsVoiceCloner()),
    ];

    private static EngineInfo Info(string name, EngineKind kind, string description) => new(name, kind, License, description) { Requirements = [Key] };
}
