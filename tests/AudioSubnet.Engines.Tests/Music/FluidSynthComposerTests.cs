using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Engines.Music;

namespace AudioSubnet.Engines.Tests.Music;

/// <summary>What sounds: the real synthesizer with the real soundfont.</summary>
[Trait("Area", "engines")]
public sealed class FluidSynthComposerTests
{
    private static readonly FluidSynthComposer s_engine = new();

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3.333)]
    [InlineData(15.03984)]
    public async Task Length_is_exact(double seconds)
    {
        AudioBuffer audio = await ComposeAsync("a cheerful march", seconds, 1);
        audio.SampleRate.ShouldBe(32000);
        audio.Channels.ShouldBe(2);
        audio.Frames.ShouldBe((int)Math.Round(seconds * 32000));
    }

    [Theory]
    [InlineData("happy pop with piano and drums")]
    [InlineData("slow sad solo piano in D minor")]
    [InlineData("heavy metal, aggressive")]
    [InlineData("calm ambient meditation")]
    [InlineData("solo flute")]
    [InlineData("epic orchestral battle")]
    [InlineData("something I cannot name")]
    public async Task Music_is_audible_throughout_and_ends_by_itself(string prompt)
    {
        AudioBuffer audio = await ComposeAsync(prompt, 15, 7);
        double loudness = Loudness.Integrated(audio);
        loudness.ShouldBeInRange(-18, -14.5);
        for (int channel = 0; channel < 2; channel++)
        {
            TruePeak(audio.Channel(channel)).ShouldBeLessThan(0.891f, "true peak below -1 dBFS");
            Levels.ClippingRatio(audio.Channel(channel)).ShouldBe(0);
        }
        float[] mono = audio.ToMono().Mono.ToArray();
        const int window = 2 * 32000;
        for (int start = 0; start + window <= mono.Length - 32000; start += 8000)
            Levels.RmsDecibels(mono.AsSpan(start, window)).ShouldBeGreaterThan(-38, $"from {start / 32000.0:0.00} s");
        double body = Levels.RmsDecibels(mono.AsSpan(0, 12 * 32000));
        Levels.RmsDecibels(mono.AsSpan(mono.Length - 3200)).ShouldBeLessThan(body - 10, "the end has died away");
        Math.Abs(mono[^1]).ShouldBeLessThan(0.001f);
    }

    [Fact]
    public async Task Same_request_same_samples_also_side_by_side()
    {
        AudioBuffer[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ComposeAsync("funk with slap bass", 5, 42)));
        AudioBuffer other = await ComposeAsync("funk with slap bass", 5, 43);
        foreach (AudioBuffer result in results)
            result.Channel(0).SequenceEqual(results[0].Channel(0)).ShouldBeTrue();
        other.Channel(0).SequenceEqual(results[0].Channel(0)).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_seed_no_two_pieces_are_alike()
    {
        AudioBuffer first = await s_engine.ComposeAsync(new MusicRequest("jazz", 2), TestContext.Current.CancellationToken);
        AudioBuffer second = await s_engine.ComposeAsync(new MusicRequest("jazz", 2), TestContext.Current.CancellationToken);
        first.Channel(0).SequenceEqual(second.Channel(0)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("solo strings")]
    [InlineData("synth strings and choir, no drums")]
    [InlineData("waltz with strings")]
    public async Task Nothing_vanishes_in_the_one_channel_of_the_network(string prompt)
    {
        AudioBuffer audio = await ComposeAsync(prompt, 10, 10);
        double stereo = Math.Max(Levels.RmsDecibels(audio.Channel(0)), Levels.RmsDecibels(audio.Channel(1)));
        Levels.RmsDecibels(audio.ToMono().Mono.Span).ShouldBeGreaterThan(stereo - 4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(301)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Impossible_lengths_are_refused(double seconds)
    {
        EngineException refused = await Should.ThrowAsync<EngineException>(() => ComposeAsync("pop", seconds, 1));
        refused.Message.ShouldContain("between 0 and 300");
    }

    [Fact]
    public async Task A_cancelled_request_stops()
    {
        using var source = new CancellationTokenSource();
        Task<AudioBuffer> long_ = s_engine.ComposeAsync(new MusicRequest("symphony", 300) { Seed = 1 }, source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => long_);
    }

    [Theory]
    [InlineData("RIFF, but not really")]
    [InlineData("RIFF\0\0\0\0sfbk and then nothing of use")]
    public async Task A_file_that_is_no_soundfont_is_named(string content)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".sf2");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        try
        {
            EngineException refused = await Should.ThrowAsync<EngineException>(
                async () => await new FluidSynthComposer(path).ComposeAsync(new MusicRequest("pop", 1), TestContext.Current.CancellationToken));
            refused.Message.ShouldContain(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_missing_soundfont_is_named()
    {
        var engine = new FluidSynthComposer("/nowhere/none.sf2");
        EngineException refused = await Should.ThrowAsync<EngineException>(() => engine.ComposeAsync(new MusicRequest("pop", 1), TestContext.Current.CancellationToken));
        refused.Message.ShouldContain("/nowhere/none.sf2");
    }

    [Fact]
    public void The_catalog_knows_it()
    {
        var catalog = new EngineCatalog();
        catalog.CreateMusicGenerator("fluidsynth/composer").Name.ShouldBe("fluidsynth/composer");
        catalog.Engines.Single(engine => engine.Name == "fluidsynth/composer").Requirements.Select(requirement => requirement.Package)
            .ShouldBe(["libfluidsynth3", "timgm6mb-soundfont"]);
    }

    private static Task<AudioBuffer> ComposeAsync(string prompt, double seconds, int seed) =>
        s_engine.ComposeAsync(new MusicRequest(prompt, seconds) { Seed = seed }, TestContext.Current.CancellationToken);

    private static float TruePeak(ReadOnlySpan<float> samples) => Levels.Peak(AudioSubnet.Dsp.Resampling.Resampler.Resample(samples, 32000, 128000));
}
