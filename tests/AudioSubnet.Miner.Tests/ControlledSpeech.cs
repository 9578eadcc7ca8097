using System.Collections.Concurrent;
using System.Threading.Channels;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;

namespace AudioSubnet.Miner.Tests;

/// <summary>A speech engine that says when it begins and waits until the test lets it go on, so that tests need no sleeping.</summary>
internal sealed class ControlledSpeech : ITextToSpeech
{
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _release = new(0);
    private readonly ConcurrentQueue<int?> _seeds = [];

    public string Name => "test/controlled";

    /// <summary>What happens after the release; a half-second tone by default.</summary>
    public Func<SpeechRequest, AudioBuffer> Result { get; set; } = _ => Tone();

    public IReadOnlyCollection<int?> Seeds => _seeds;

    /// <summary>The text that the engine began with next, or "cancelled" when the miner gave up what it had begun.</summary>
    public Task<string> NextBeginAsync() => _begun.Reader.ReadAsync(TestSubnet.Token).AsTask().WaitAsync(TestSubnet.Patience, TestSubnet.Token);

    public void Release(int requests = 1) => _release.Release(requests);

    public async Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        _seeds.Enqueue(request.Seed);
        await _begun.Writer.WriteAsync(request.Text, CancellationToken.None);
        try
        {
            await _release.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _begun.Writer.WriteAsync("cancelled", CancellationToken.None);
            throw;
        }

        return Result(request);
    }

    public static AudioBuffer Tone(double seconds = 0.5, int sampleRate = 16000)
    {
        var samples = new float[(int)(seconds * sampleRate)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = 0.3f * MathF.Sin(2 * MathF.PI * 300 * i / sampleRate);
        return new AudioBuffer(samples, sampleRate);
    }
}
