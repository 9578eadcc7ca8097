using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring;

/// <summary>What was found out about recordings, by the SHA-256 of their samples and rate; holds the most recently used ones. Thread-safe.</summary>
/// <param name="capacity">Recordings to remember.</param>
internal sealed class AudioCache<T>(int capacity)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> _recent = [];

    /// <summary>The key of a recording.</summary>
    public static string KeyOf(AudioBuffer audio)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<int> shape = [audio.SampleRate, audio.Channels];
        hash.AppendData(MemoryMarshal.AsBytes(shape));
        for (int channel = 0; channel < audio.Channels; channel++)
            hash.AppendData(MemoryMarshal.AsBytes(audio.Channel(channel)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>What is known of a recording.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        lock (_lock)
        {
            value = null;
            if (!_entries.TryGetValue(key, out var node))
                return false;
            _recent.Remove(node);
            _recent.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Remembers it, and forgets what was used longest ago.</summary>
    public void Add(string key, T value)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(key))
                return;
            _entries[key] = _recent.AddFirst((key, value));
            if (_entries.Count > capacity && _recent.Last is { } oldest)
            {
                _entries.Remove(oldest.Value.Key);
                _recent.RemoveLast();
            }
        }
    }
}
