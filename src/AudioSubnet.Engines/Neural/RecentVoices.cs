using System.IO.Hashing;
using System.Runtime.InteropServices;
using AudioSubnet.Dsp;
using AudioSubnet.Models.Bark;

namespace AudioSubnet.Engines.Neural;

/// <summary>The voices of the latest references, so that many texts in one voice cost its hearing once. Thread-safe.</summary>
/// <param name="capacity">Voices that are kept; the one that was asked for longest ago goes first.</param>
internal sealed class RecentVoices(int capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(UInt128 Key, BarkVoice Voice)> _voices = [];

    /// <summary>The voice of a reference; requests for a new one at the same time each hear it for themselves.</summary>
    public BarkVoice Get(AudioBuffer reference, Func<AudioBuffer, BarkVoice> hear)
    {
        UInt128 key = KeyOf(reference);
        lock (_lock)
            if (Take(key) is { } known)
                return Keep(key, known);
        BarkVoice voice = hear(reference);
        lock (_lock)
            return Keep(key, Take(key) ?? voice);
    }

    private BarkVoice? Take(UInt128 key)
    {
        for (var node = _voices.First; node is not null; node = node.Next)
            if (node.Value.Key == key)
            {
                _voices.Remove(node);
                return node.Value.Voice;
            }
        return null;
    }

    private BarkVoice Keep(UInt128 key, BarkVoice voice)
    {
        _voices.AddFirst((key, voice));
        if (_voices.Count > capacity)
            _voices.RemoveLast();
        return voice;
    }

    private static UInt128 KeyOf(AudioBuffer reference)
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes([reference.SampleRate, reference.Channels]));
        for (int channel = 0; channel < reference.Channels; channel++)
            hash.Append(MemoryMarshal.AsBytes(reference.Channel(channel)));
        return hash.GetCurrentHashAsUInt128();
    }
}
