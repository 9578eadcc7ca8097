namespace AudioSubnet.Validator;

/// <summary>What a miner is asked for. The order is the order of the rounds.</summary>
public enum AudioService
{
    /// <summary>A text is spoken (TTS).</summary>
    TextToSpeech,

    /// <summary>A description is set to music (TTM).</summary>
    MusicGeneration,

    /// <summary>A text is spoken in the voice of a recording (VC).</summary>
    VoiceClone,
}
