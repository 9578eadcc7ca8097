namespace AudioSubnet.Inference.Hub;

/// <summary>What a model is for.</summary>
public enum ModelTask
{
    /// <summary>Speech from text.</summary>
    TextToSpeech,

    /// <summary>Speech in the voice of a recording.</summary>
    VoiceCloning,

    /// <summary>Music from a description.</summary>
    MusicGeneration,

    /// <summary>Waveforms for another model's spectrograms.</summary>
    Vocoder,

    /// <summary>Voices for another model: speaker embeddings.</summary>
    Voices,

    /// <summary>Text from speech; judges the words.</summary>
    SpeechRecognition,

    /// <summary>Whether two recordings are of one speaker; judges clones.</summary>
    SpeakerVerification,

    /// <summary>How well audio fits a description; judges music.</summary>
    AudioTextSimilarity,

    /// <summary>How good speech sounds to people; judges quality.</summary>
    SpeechQuality,

    /// <summary>Where somebody speaks; judges music.</summary>
    VoiceActivity,

    /// <summary>Sentences or descriptions that a validator sends.</summary>
    Prompts,
}
