using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Cloning;

namespace AudioSubnet.Scoring.Tests.Cloning;

[Trait("Area", "scoring")]
public sealed class SpeakerComparerTests(Speaking speaking) : IDisposable
{
    private readonly TinySpeakerEncoder _encoder = new();

    [Fact]
    public async Task A_recording_is_wholly_like_itself()
    {
        AudioBuffer voice = (await speaking.SpeakAsync(Speaking.Weather)).ToMono();
        SpeakerLikeness likeness = Compare(voice, voice);
        likeness.Overall.ShouldBe(1, 1e-5);
        likeness.Lowest.ShouldBeLessThanOrEqualTo(1);
        Compare(Damage.Gain(voice, 0.2f), voice).Lowest.ShouldBe(likeness.Lowest, 1e-4);
    }

    [Fact]
    public async Task The_least_alike_window_counts_so_that_a_spliced_tail_shows()
    {
        AudioBuffer reference = (await speaking.SpeakAsync(Speaking.Station)).ToMono();
        const int rate = 16000, window = 3 * rate;
        var random = new Random(3);
        var buzz = new AudioBuffer([.. Enumerable.Range(0, window).Select(i => i % 130 / 130f - 0.5f)], rate);
        var noise = new AudioBuffer([.. Enumerable.Range(0, window).Select(_ => (float)random.NextDouble() - 0.5f)], rate);
        double first = Compare(buzz, reference).Lowest, second = Compare(noise, reference).Lowest;
        Math.Abs(first - second).ShouldBeGreaterThan(1e-4);
        foreach ((AudioBuffer head, AudioBuffer tail, bool headIsLess) in new[] { (buzz, noise, first < second), (noise, buzz, second < first) })
        {
            SpeakerLikeness spliced = Compare(Damage.Join(head, tail), reference);
            spliced.Windows.ShouldBe(2);
            spliced.Lowest.ShouldBe(Math.Min(first, second), 1e-5);
            spliced.LowestWindow.ShouldBe(headIsLess ? 1 : 2);
            SpeakerLikeness mostly = Compare(Damage.Join(head, head, head, Damage.Cut(tail, 0.2)), reference);
            mostly.Windows.ShouldBe(4);
            mostly.Lowest.ShouldBeLessThanOrEqualTo(mostly.Overall);
        }
    }

    [Fact]
    public async Task A_reference_is_heard_once()
    {
        AudioBuffer reference = (await speaking.SpeakAsync(Speaking.Station)).ToMono(), answer = (await speaking.SpeakAsync(Speaking.House)).ToMono();
        var comparer = new SpeakerComparer(_encoder, references: 1);
        SpeakerLikeness first = comparer.Compare(answer, reference, TestContext.Current.CancellationToken).ShouldNotBeNull();
        int both = _encoder.Heard;
        comparer.Compare(answer, new AudioBuffer(reference.Mono.ToArray(), reference.SampleRate), TestContext.Current.CancellationToken).ShouldBe(first);
        _encoder.Heard.ShouldBe(both + first.Windows);

        comparer.Compare(reference, answer, TestContext.Current.CancellationToken); // takes the one place
        int before = _encoder.Heard;
        comparer.Compare(answer, reference, TestContext.Current.CancellationToken);
        _encoder.Heard.ShouldBe(before + both);
    }

    [Fact]
    public async Task Too_little_speech_is_not_compared()
    {
        AudioBuffer voice = (await speaking.SpeakAsync(Speaking.Weather)).ToMono();
        AudioBuffer snippet = new(voice.Mono[..(int)(voice.SampleRate * _encoder.MinSeconds / 2)].ToArray(), voice.SampleRate);
        new SpeakerComparer(_encoder).Compare(snippet, voice, TestContext.Current.CancellationToken).ShouldBeNull();
        new SpeakerComparer(_encoder).Compare(voice, snippet, TestContext.Current.CancellationToken).ShouldBeNull();
    }

    [Fact]
    public async Task Long_pauses_do_not_count_as_voice()
    {
        AudioBuffer voice = (await speaking.SpeakAsync(Speaking.House)).ToMono();
        var pause = new AudioBuffer(new float[voice.SampleRate * 9], voice.SampleRate);
        SpeakerLikeness paused = Compare(Damage.Join(pause, voice, pause), voice);
        paused.Windows.ShouldBeLessThanOrEqualTo(Compare(voice, voice).Windows + 1);
        paused.Lowest.ShouldBeGreaterThan(Compare(Damage.Noise(voice, -20), voice).Lowest);
    }

    [Fact]
    public void Minutes_of_speech_are_heard_in_a_limited_number_of_windows()
    {
        var random = new Random(5);
        var noise = new AudioBuffer([.. Enumerable.Range(0, 16000 * 90).Select(_ => (float)random.NextDouble() - 0.5f)], 16000);
        Compare(noise, noise).Windows.ShouldBe(20);
    }

    public void Dispose() => _encoder.Dispose();

    private SpeakerLikeness Compare(AudioBuffer audio, AudioBuffer reference) =>
        new SpeakerComparer(_encoder).Compare(audio, reference, TestContext.Current.CancellationToken).ShouldNotBeNull();
}
