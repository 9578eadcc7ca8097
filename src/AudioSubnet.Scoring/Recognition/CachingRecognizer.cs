using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Recognition;

/// <summary>
/// Remembers transcripts by the SHA-256 of the samples and their rate, so that a clip that is scored twice is heard once. Thread-safe; holds the
/// most recently used <c>capacity</c> transcripts.
/// </summary>
public sealed class CachingRecognizer : ISpeechRecognizer
{
    private readonly ISpeechRecognizer _inner;
    private readonly AudioCache<string> _transcripts;

    /// <summary>Wraps a recogniser.</summary>
    /// <param name="inner">Who listens.</param>
    /// <param name="capacity">Transcripts to hold.</param>
    public CachingRecognizer(ISpeechRecognizer inner, int capacity = 512)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (_inner, _transcripts) = (inner, new AudioCache<string>(capacity));
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public async Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        string key = AudioCache<string>.KeyOf(audio);
        if (_transcripts.TryGet(key, out string? known))
            return known;
        string transcript = await _inner.TranscribeAsync(audio, cancellationToken);
        _transcripts.Add(key, transcript);
        return transcript;
    }
}
