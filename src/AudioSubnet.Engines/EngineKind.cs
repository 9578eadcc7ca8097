namespace AudioSubnet.Engines;

/// <summary>What an engine makes.</summary>
public enum EngineKind
{
    /// <summary>Speech from text: <see cref="ITextToSpeech"/>.</summary>
    TextToSpeech,

    /// <summary>Speech from text in the voice of a recording: <see cref="IVoiceCloner"/>.</summary>
    VoiceCloning,

    /// <summary>Music from a description: <see cref="IMusicGenerator"/>.</summary>
    Music,
}
