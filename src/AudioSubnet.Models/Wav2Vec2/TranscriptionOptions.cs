using AudioSubnet.Models.Wav2Vec2.Decoding;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>Settings of <see cref="SpeechTranscriber"/>.</summary>
public sealed record TranscriptionOptions
{
    /// <summary>Longest stretch that the model hears at once, in seconds. Time and memory of the attention grow with its square.</summary>
    public double WindowSeconds { get; init; } = 30;

    /// <summary>What a window hears beyond its own part on each side, in seconds, so that no word is cut. Beyond the model's field of view of its convolutions by far.</summary>
    public double MarginSeconds { get; init; } = 2;

    /// <summary>Settings of a beam search; null takes the likeliest letter of each frame, unless there is a language model.</summary>
    public CtcBeamOptions? Beam { get; init; }

    /// <summary>A language model of words, or null.</summary>
    public NGramModel? LanguageModel { get; init; }
}
