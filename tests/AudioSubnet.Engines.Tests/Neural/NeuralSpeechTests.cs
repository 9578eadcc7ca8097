using AudioSubnet.Dsp;
using AudioSubnet.TestData;

namespace AudioSubnet.Engines.Tests.Neural;

/// <summary>Speech engines over tiny checkpoints: what they say is noise, how they behave is not.</summary>
[Trait("Area", "engines")]
public sealed class NeuralSpeechTests : IDisposable
{
    private const string Text = "The first train leaves at noon. The second one does not! Does the third?";
    private static readonly string OneVoice = Path.Combine(TestPaths.Repository, "tests", "golden", "vits", "plain-duration");
    private static readonly string FourVoices = Path.Combine(TestPaths.Repository, "tests", "golden", "vits", "multispeaker");
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly ITextToSpeech _engine = new EngineCatalog().CreateTextToSpeech(OneVoice);

    public void Dispose() => ((IDisposable)_engine).Dispose();

    [Fact]
    public async Task A_folder_with_a_checkpoint_is_an_engine()
    {
        _engine.Name.ShouldBe(OneVoice);
        AudioBuffer audio = await _engine.SpeakAsync(new SpeechRequest(Text) { Seed = 5 }, Stop);
        (audio.SampleRate, audio.Channels).ShouldBe((16000, 1));
        audio.Seconds.ShouldBeInRange(1, 60);
        audio.Mono.ToArray().Distinct().Count().ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_sound_and_another_seed_another()
    {
        async Task<float[]> Speak(int? seed) => (await _engine.SpeakAsync(new SpeechRequest(Text) { Seed = seed }, Stop)).Mono.ToArray();
        float[] first = await Speak(7);
        Same(await Speak(7), first).ShouldBeTrue();
        Same(await Speak(8), first).ShouldBeFalse();
        Same(await Speak(null), await Speak(null)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_sentence_does_not_change_with_what_is_spoken_after_it()
    {
        async Task<float[]> Speak(string text) => (await _engine.SpeakAsync(new SpeechRequest(text) { Seed = 7 }, Stop)).Mono.ToArray();
        float[] alone = await Speak("The first train leaves at noon.");
        float[] together = await Speak(Text);
        together.Length.ShouldBeGreaterThan(alone.Length);
        Same(together[..alone.Length], alone).ShouldBeTrue();
    }

    [Fact]
    public async Task The_streamed_pieces_are_the_whole_and_the_first_comes_early()
    {
        var request = new SpeechRequest(string.Concat(Enumerable.Repeat(Text + " ", 4))) { Seed = 7 };
        var pieces = new List<AudioBuffer>();
        await foreach (AudioBuffer piece in _engine.StreamAsync(request, Stop))
            pieces.Add(piece);
        float[] whole = (await _engine.SpeakAsync(request, Stop)).Mono.ToArray();
        Same([.. pieces.SelectMany(piece => piece.Mono.ToArray())], whole).ShouldBeTrue();
        pieces.Count.ShouldBeGreaterThanOrEqualTo(12);
        pieces[0].Frames.ShouldBeLessThan(whole.Length / 6);
    }

    [Fact]
    public async Task Sentences_are_joined_without_clicks()
    {
        float[] samples = (await _engine.SpeakAsync(new SpeechRequest(Text) { Seed = 7 }, Stop)).Mono.ToArray();
        float peak = samples.Max(Math.Abs);
        Math.Abs(samples[0]).ShouldBeLessThan(peak / 50);
        Math.Abs(samples[^1]).ShouldBeLessThan(peak / 50);
        int pauses = 0;
        for (int i = 1; i < samples.Length - 2001; i++)
        {
            if (samples[i] != 0 || samples[i - 1] == 0 || samples.AsSpan(i, 2000).ContainsAnyExcept(0f))
                continue;
            int end = i + samples.AsSpan(i).IndexOfAnyExcept(0f);
            Math.Abs(samples[i - 1]).ShouldBeLessThan(peak / 50);
            Math.Abs(samples[end]).ShouldBeLessThan(peak / 50);
            (end - i).ShouldBeInRange(2300, 2500); // 0.15 s
            pauses++;
        }
        pauses.ShouldBe(2);
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_the_model_and_do_not_disturb_each_other()
    {
        string[] texts = ["One.", "Twenty two of them.", Text, "A fourth text, a little longer than the others are."];
        async Task<float[]> Speak(string text) => (await _engine.SpeakAsync(new SpeechRequest(text) { Seed = text.Length }, Stop)).Mono.ToArray();
        var alone = new List<float[]>();
        foreach (string text in texts)
            alone.Add(await Speak(text));
        float[][] together = await Task.WhenAll(texts.Select(Speak));
        for (int i = 0; i < texts.Length; i++)
            Same(together[i], alone[i]).ShouldBeTrue(texts[i]);
    }

    [Fact]
    public async Task The_speaking_rate_is_honoured()
    {
        async Task<double> Seconds(double rate) => (await _engine.SpeakAsync(new SpeechRequest(Text) { Seed = 7, SpeakingRate = rate }, Stop)).Seconds;
        double normal = await Seconds(1);
        (await Seconds(0.5)).ShouldBeGreaterThan(1.5 * normal);
        (await Seconds(2)).ShouldBeLessThan(0.9 * normal);
    }

    [Fact]
    public async Task A_model_with_speakers_speaks_with_each_of_them()
    {
        ITextToSpeech engine = new EngineCatalog(new EngineOptions { Speaker = "3" }).CreateTextToSpeech(FourVoices);
        using var owned = (IDisposable)engine;
        async Task<float[]> Speak(string? speaker) => (await engine.SpeakAsync(new SpeechRequest("Good morning.") { Seed = 7, Speaker = speaker }, Stop)).Mono.ToArray();
        float[] third = await Speak("3");
        Same(await Speak("0"), third).ShouldBeFalse();
        Same(await Speak(null), third).ShouldBeTrue();
        foreach (string wrong in new[] { "4", "-1", "slt" })
            (await Should.ThrowAsync<EngineException>(() => Speak(wrong))).Message.ShouldContain("the speakers 0 to 3");
        (await Should.ThrowAsync<EngineException>(() => _engine.SpeakAsync(new SpeechRequest(Text) { Speaker = "1" }, Stop))).Message.ShouldContain("one voice");
    }

    [Theory]
    [InlineData("")]
    [InlineData("日本語。")]
    [InlineData("?! …")]
    public async Task Text_that_the_model_cannot_read_is_refused(string text) =>
        await Should.ThrowAsync<EngineException>(() => _engine.SpeakAsync(new SpeechRequest(text), Stop));

    [Fact]
    public async Task Numbers_are_spoken_as_words()
    {
        async Task<float[]> Speak(string text) => (await _engine.SpeakAsync(new SpeechRequest(text) { Seed = 7 }, Stop)).Mono.ToArray();
        Same(await Speak("It costs $12.50 at 3 p.m."), await Speak("It costs $12.50")).ShouldBeFalse();
        Same(await Speak("I have 21 trains."), await Speak("I have twenty one trains.")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancelled_request_stops_and_the_engine_goes_on()
    {
        using var cancelled = new CancellationTokenSource();
        var request = new SpeechRequest(string.Concat(Enumerable.Repeat(Text + " ", 60)));
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (AudioBuffer _ in _engine.StreamAsync(request, cancelled.Token))
                await cancelled.CancelAsync();
        });
        (await _engine.SpeakAsync(new SpeechRequest("One."), Stop)).Seconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_listener_who_leaves_ends_the_work_and_frees_the_model()
    {
        var request = new SpeechRequest(string.Concat(Enumerable.Repeat(Text + " ", 60)));
        await foreach (AudioBuffer _ in _engine.StreamAsync(request, Stop))
            break;
        ((IDisposable)_engine).Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => _engine.SpeakAsync(new SpeechRequest("One."), Stop));
    }

    [Fact]
    public async Task An_engine_disposed_of_while_it_speaks_finishes_its_sentence()
    {
        Task<AudioBuffer> speaking = _engine.SpeakAsync(new SpeechRequest(Text) { Seed = 7 }, Stop);
        ((IDisposable)_engine).Dispose();
        (await speaking).Seconds.ShouldBeGreaterThan(0.5);
    }

    private static bool Same(float[] left, float[] right) => left.AsSpan().SequenceEqual(right);
}
