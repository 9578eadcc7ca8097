using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Scoring.Recognition;

/// <summary>Settings of <see cref="Wav2Vec2Recognizer"/>.</summary>
public sealed record Wav2Vec2RecognizerOptions
{
    /// <summary>Precision of the products. In 8 bits a clip takes less than half of the time.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>An ARPA language model (also .gz) for a beam search; null takes the likeliest letter of each frame.</summary>
    public string? LanguageModel { get; init; }

    /// <summary>Clips that are heard at the same time. They share the weights; each takes up to 700 MB for 30 s of speech.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>Only this much of a recording is listened to, in seconds.</summary>
    public double MaxSeconds { get; init; } = 180;
}
