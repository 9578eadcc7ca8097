using System.Collections.Concurrent;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Tests;

/// <summary>
/// Speaks each text once and remembers it: flite draws its excitation at random, so two clips of one text differ in their samples.
/// </summary>
internal sealed class RememberingSpeech(ITextToSpeech engine) : ITextToSpeech
{
    private readonly ConcurrentDictionary<string, AudioBuffer> _spoken = new(StringComparer.Ordinal);

    public string Name => engine.Name;

    public async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        _spoken.TryGetValue(request.Text, out AudioBuffer? known) ? known : _spoken.GetOrAdd(request.Text, await engine.SpeakAsync(request, cancellationToken));
}
