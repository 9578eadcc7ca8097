using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.Tests.Speech;

[Trait("Area", "engines")]
public class EspeakTests
{
    [Theory]
    [InlineData("en-us")]
    [InlineData("en-gb+f3")]
    [InlineData("de")]
    public async Task A_voice_speaks_with_the_length_that_its_wave_header_left_open(string voice)
    {
        using var engine = new EspeakTextToSpeech(voice);
        var audio = await engine.SpeakAsync(new SpeechRequest("The quick brown fox jumps over the lazy dog."), TestContext.Current.CancellationToken);
        (audio.SampleRate, audio.Channels).ShouldBe((22050, 1));
        audio.Seconds.ShouldBeInRange(1.5, 6);
        Levels.RmsDecibels(audio.Mono.Span).ShouldBeInRange(-35, -10);
    }

    [Fact]
    public async Task The_speaking_rate_is_honoured()
    {
        using var engine = new EspeakTextToSpeech("en-us");
        async Task<double> Seconds(double rate) =>
            (await engine.SpeakAsync(new SpeechRequest("The quick brown fox jumps over the lazy dog.") { SpeakingRate = rate }, TestContext.Current.CancellationToken)).Seconds;
        double normal = await Seconds(1);
        (await Seconds(2)).ShouldBe(normal / 2, 0.15 * normal);
        (await Seconds(0.5)).ShouldBe(normal * 2, 0.3 * normal);
    }

    [Fact]
    public async Task Text_is_never_taken_for_options_commands_or_phoneme_codes()
    {
        using var engine = new EspeakTextToSpeech("en-us");
        string marker = Path.Combine(Path.GetTempPath(), $"audiosubnet-{Guid.NewGuid():N}");
        foreach (string text in new[] { $"$(touch {marker})", $"; touch {marker} ;", "--help", "-w out.wav", "[[h@'loU]] \"quoted\" \0 end" })
            (await engine.SpeakAsync(new SpeechRequest(text), TestContext.Current.CancellationToken)).Seconds.ShouldBeGreaterThan(0.3, text);
        File.Exists(marker).ShouldBeFalse();
    }

    [Fact]
    public async Task Parallel_requests_get_the_same_sound_as_alone()
    {
        using var engine = new EspeakTextToSpeech("en-us");
        string[] texts = [.. Enumerable.Range(1, 12).Select(i => $"Number {i}: {string.Concat(Enumerable.Repeat("la ", i))}.")];
        var alone = new List<float[]>();
        foreach (string text in texts)
            alone.Add((await engine.SpeakAsync(new SpeechRequest(text), TestContext.Current.CancellationToken)).Mono.ToArray());
        var together = await Task.WhenAll(texts.Select(text => engine.SpeakAsync(new SpeechRequest(text), TestContext.Current.CancellationToken)));
        for (int i = 0; i < texts.Length; i++)
            together[i].Mono.Length.ShouldBe(alone[i].Length, texts[i]);
    }

    [Fact]
    public async Task A_voice_that_is_not_there_is_refused_with_those_that_are()
    {
        using var engine = new EspeakTextToSpeech("klingonese");
        var refusal = await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("nuqneH")));
        refusal.Message.ShouldContain("no voice 'klingonese'");
        refusal.Message.ShouldContain("en-us");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-w")]
    [InlineData("en us; rm")]
    public void An_impossible_voice_name_is_refused_at_once(string voice) =>
        Should.Throw<EngineException>(() => new EspeakTextToSpeech(voice)).Message.ShouldContain("espeak-ng --voices");

    [Fact]
    public async Task A_text_without_words_is_refused()
    {
        using var engine = new EspeakTextToSpeech("en-us");
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("  ")))).Message.ShouldContain("empty");
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest("\u0001\u0002")))).Message.ShouldContain("nothing in the text");
    }

    [Fact]
    public async Task A_process_that_takes_too_long_is_stopped_and_the_next_request_is_served()
    {
        using var hasty = new EspeakTextToSpeech("en-us", TimeSpan.FromTicks(1));
        (await Should.ThrowAsync<EngineException>(() => hasty.SpeakAsync(new SpeechRequest("Hello.")))).Message.ShouldContain("took longer");
        using var cancelled = new CancellationTokenSource();
        using var engine = new EspeakTextToSpeech("en-us");
        await engine.SpeakAsync(new SpeechRequest("Warm."), TestContext.Current.CancellationToken);
        var speaking = engine.SpeakAsync(new SpeechRequest(string.Concat(Enumerable.Repeat("A very long story. ", 500))), cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => speaking);
        (await engine.SpeakAsync(new SpeechRequest("Hello."), TestContext.Current.CancellationToken)).Seconds.ShouldBeGreaterThan(0.2);
    }
}
