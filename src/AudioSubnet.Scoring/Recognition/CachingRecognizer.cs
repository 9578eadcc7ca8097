using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Recognition;

/// <summary>
/// Remembers transcripts by the SHA-256 of the samples and their rate, so that a clip that is scored twice is heard once. Thread-safe; holds the
/// most recently used <c>capacity</c> transcripts.
/// </summary>
public sealed class CachingRecognizer : ISpeechRecognizer
{
    private readonly ISpeechRecognizer _inner;
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _recent = [];

    /// <summary>Wraps a recogniser.</summary>
    /// <param name="inner">Who listens.</param>
    /// <param name="capacity">Transcripts to hold.</param>
    public CachingRecognizer(ISpeechRecognizer inner, int capacity = 512)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (_inner, _capacity) = (inner, capacity);
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public async Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        string key = Key(audio);
        if (Find(key) is { } known)
            return known;
        string transcript = await _inner.TranscribeAsync(audio, cancellationToken);
        Store(key, transcript);
        return transcript;
    }

    private string? Find(string key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
                return null;
            _recent.Remove(node);
            _recent.AddFirst(node);
            return node.Value.Transcript;
        }
    }

    private void Store(string key, string transcript)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(key))
                return;
            _entries[key] = _recent.AddFirst(new Entry(key, transcript));
            if (_entries.Count > _capacity && _recent.Last is { } oldest)
            {
                _entries.Remove(oldest.Value.Key);
                _recent.RemoveLast();
            }
        }
    }

    private static string Key(AudioBuffer audio)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<int> shape = [audio.SampleRate, audio.Channels];
        hash.AppendData(MemoryMarshal.AsBytes(shape));
        for (int channel = 0; channel < audio.Channels; channel++)
            hash.AppendData(MemoryMarshal.AsBytes(audio.Channel(channel)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record Entry(string Key, string Transcript);
}
