using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring;

/// <summary>Audio in, explained score out. Thread-safe. Never throws on bad audio: that is a score of 0 with the reason.</summary>
public interface IAudioScorer
{
    /// <summary>How well <paramref name="audio"/> speaks <paramref name="text"/>.</summary>
    Task<Score> ScoreSpeechAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default);

    /// <summary>How well <paramref name="audio"/> speaks <paramref name="text"/> in the voice of <paramref name="reference"/>.</summary>
    Task<Score> ScoreCloneAsync(AudioBuffer audio, AudioBuffer reference, string text, CancellationToken cancellationToken = default);

    /// <summary>How good <paramref name="audio"/> is as music of <paramref name="seconds"/> for <paramref name="prompt"/>.</summary>
    Task<Score> ScoreMusicAsync(AudioBuffer audio, string prompt, double seconds, CancellationToken cancellationToken = default);
}
