using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Recognition;

namespace AudioSubnet.Scoring.Tests.Recognition;

[Trait("Area", "scoring")]
public class CachingRecognizerTests(Speaking speaking)
{
    [Fact]
    public async Task The_same_audio_is_heard_once_and_other_audio_again()
    {
        var counter = new Counter(speaking.PocketSphinx);
        var caching = new CachingRecognizer(counter, capacity: 1);
        AudioBuffer fox = await speaking.SpeakAsync(Speaking.Fox);
        AudioBuffer copy = new(fox.Mono.ToArray(), fox.SampleRate), other = new(fox.Mono.ToArray()[..8000], fox.SampleRate);

        string first = await caching.TranscribeAsync(fox, TestContext.Current.CancellationToken);
        (await caching.TranscribeAsync(copy, TestContext.Current.CancellationToken)).ShouldBe(first);
        counter.Heard.ShouldBe(1);

        await caching.TranscribeAsync(other, TestContext.Current.CancellationToken);
        counter.Heard.ShouldBe(2);
        await caching.TranscribeAsync(fox, TestContext.Current.CancellationToken); // pushed out by the other clip
        counter.Heard.ShouldBe(3);
    }

    private sealed class Counter(ISpeechRecognizer inner) : ISpeechRecognizer
    {
        public int Heard { get; private set; }

        public string Name => inner.Name;

        public Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
        {
            Heard++;
            return inner.TranscribeAsync(audio, cancellationToken);
        }
    }
}
