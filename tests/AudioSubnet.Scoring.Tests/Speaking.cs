using System.Collections.Concurrent;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Speech;
using AudioSubnet.Scoring.Recognition;

[assembly: AssemblyFixture(typeof(AudioSubnet.Scoring.Tests.Speaking))]

namespace AudioSubnet.Scoring.Tests;

/// <summary>Real voices and one recogniser for all tests; each sentence is spoken and heard once.</summary>
public sealed class Speaking : IDisposable
{
    public const string Fox = "The quick brown fox jumps over the lazy dog.";
    public const string Weather = "The weather tomorrow will be cloudy with a small chance of rain in the afternoon.";
    public const string House = "She sold her house in the city and moved to a small village near the sea.";
    public const string Station = "Can you tell me how to get to the railway station from here?";

    private readonly ConcurrentDictionary<(string Voice, string Text), Task<AudioBuffer>> _spoken = new();

    public Speaking()
    {
        PocketSphinx = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = 2 });
        Recognizer = new CachingRecognizer(PocketSphinx);
        Scorer = new AudioScorer(Recognizer);
    }

    public PocketSphinxRecognizer PocketSphinx { get; }

    public ISpeechRecognizer Recognizer { get; }

    public AudioScorer Scorer { get; }

    public Task<AudioBuffer> SpeakAsync(string text, string voice = "slt") => _spoken.GetOrAdd((voice, text), async key =>
    {
        ITextToSpeech engine = key.Voice.StartsWith("espeak", StringComparison.Ordinal)
            ? new EspeakTextToSpeech(key.Voice.Split('/')[1])
            : new FliteTextToSpeech(key.Voice);
        using (engine as IDisposable)
            return await engine.SpeakAsync(new SpeechRequest(key.Text));
    });

    public void Dispose() => PocketSphinx.Dispose();
}
