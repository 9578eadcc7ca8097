using AudioSubnet.Dsp;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>MusicGen as an engine, over a tiny checkpoint.</summary>
[Trait("Area", "engines")]
public sealed class MusicGenEngineTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly IMusicGenerator _engine = new EngineCatalog().CreateMusicGenerator(Path.Combine(TestPaths.Repository, "tests", "golden", "musicgen", "tiny"));

    public void Dispose() => ((IDisposable)_engine).Dispose();

    [Fact]
    public async Task Music_is_as_long_as_asked_for_and_follows_its_seed()
    {
        async Task<AudioBuffer> Compose(int seed) => await _engine.ComposeAsync(new MusicRequest("a slow sad waltz", 1.5) { Seed = seed }, Stop);
        AudioBuffer first = await Compose(7);
        (first.SampleRate, first.Frames).ShouldBe((32000, 48000));
        (await Compose(7)).Channel(0).SequenceEqual(first.Channel(0)).ShouldBeTrue();
        (await Compose(8)).Channel(0).SequenceEqual(first.Channel(0)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    [InlineData(4000)]
    public async Task An_impossible_length_is_refused(double seconds) =>
        (await Should.ThrowAsync<EngineException>(() => _engine.ComposeAsync(new MusicRequest("piano", seconds), Stop))).Message.ShouldContain("seconds");

    [Fact]
    public async Task A_description_beyond_what_the_model_reads_is_refused() =>
        (await Should.ThrowAsync<EngineException>(() => _engine.ComposeAsync(new MusicRequest(string.Concat(Enumerable.Repeat("piano and strings ", 2000)), 1), Stop)))
            .Message.ShouldContain("tokens");

    [Fact]
    public async Task A_cancelled_request_stops()
    {
        using var cancelled = new CancellationTokenSource();
        Task<AudioBuffer> composing = _engine.ComposeAsync(new MusicRequest("piano", 250), cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => composing);
    }
}
