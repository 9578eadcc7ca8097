using AudioSubnet.Dsp.Measurements;
using AudioSubnet.Engines.Speech;

namespace AudioSubnet.Engines.Tests.Speech;

[Trait("Area", "engines")]
public class FliteTests
{
    private const string Pangram = "The quick brown fox jumps over the lazy dog.";

    [Theory]
    [InlineData("slt")]
    [InlineData("rms")]
    [InlineData("awb")]
    [InlineData("kal16")]
    public async Task Every_voice_speaks_a_sentence_in_a_plausible_time_and_level(string voice)
    {
        var audio = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(Pangram), TestContext.Current.CancellationToken);
        (audio.SampleRate, audio.Channels).ShouldBe((16000, 1));
        audio.Seconds.ShouldBeInRange(2, 4.5);
        Levels.RmsDecibels(audio.Mono.Span).ShouldBeInRange(-30, -10);
        Levels.ClippingRatio(audio.Mono.Span).ShouldBeLessThan(0.001);
        audio.Mono.ToArray().ShouldAllBe(sample => float.IsFinite(sample));
    }

    [Theory]
    [InlineData("slt")]
    [InlineData("kal16")]
    public async Task The_speaking_rate_is_honoured_and_not_kept_for_the_next_request(string voice)
    {
        var engine = new FliteTextToSpeech(voice);
        async Task<double> Seconds(double rate) =>
            (await engine.SpeakAsync(new SpeechRequest(Pangram) { SpeakingRate = rate }, TestContext.Current.CancellationToken)).Seconds;
        double normal = await Seconds(1);
        (await Seconds(2)).ShouldBe(normal / 2, 0.1 * normal);
        (await Seconds(0.5)).ShouldBe(normal * 2, 0.1 * normal);
        (await Seconds(1)).ShouldBe(normal, 0.01 * normal);
    }

    [Fact]
    public async Task Parallel_requests_on_all_voices_each_get_their_own_sound()
    {
        string[] texts = ["One.", "Twenty two of them, all in a row.", "Three hundred and thirty three swallows flew over the old stone bridge at dawn."];
        async Task<double> Seconds(string voice, string text) =>
            (await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(text), TestContext.Current.CancellationToken)).Seconds;
        var requests = FliteTextToSpeech.Voices.SelectMany(voice => texts.Select(text => (voice, text))).ToList();
        var alone = new List<double>();
        foreach (var (voice, text) in requests)
            alone.Add(await Seconds(voice, text));
        double[] together = await Task.WhenAll(requests.Select(request => Task.Run(() => Seconds(request.voice, request.text))));
        for (int i = 0; i < requests.Count; i++)
            together[i].ShouldBe(alone[i], 0.01 * alone[i], requests[i].ToString());
    }

    [Theory]
    [InlineData("tabs\tand\u0001\u0002controls\u001b[0m")]
    [InlineData("naïve café, “quoted” — at £5.20 & 50%…")]
    [InlineData("hello 👋🏽 日本 world")]
    [InlineData("12345678901234567890 $1,234,567.89 www.example.com/?a=b 12/ $. 1,,2 xxvii <b>x</b>")]
    public async Task Odd_text_is_spoken(string text)
    {
        var audio = await new FliteTextToSpeech("kal16").SpeakAsync(new SpeechRequest(text), TestContext.Current.CancellationToken);
        audio.Seconds.ShouldBeGreaterThan(0.8);
    }

    [Theory, Trait("Area", "fuzz")]
    [InlineData("kal16", 300)]
    [InlineData("slt", 30)]
    public async Task Random_text_never_harms_the_process(string voice, int rounds)
    {
        var random = new Random(11);
        string alphabet = "abcxyzAEIOU0123456789 .,;:!?'\"()-_/\\$%&@#*+=<>[]{}|~^`\t\n\u0000\u0007é—€😀";
        for (int round = 0; round < rounds; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            try
            {
                var audio = await new FliteTextToSpeech(voice).SpeakAsync(new SpeechRequest(text) { SpeakingRate = 4 }, TestContext.Current.CancellationToken);
                audio.Seconds.ShouldBeInRange(0.01, 120);
            }
            catch (EngineException refusal)
            {
                refusal.Message.ShouldStartWith($"flite/{voice}");
            }
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("  \n ", "empty")]
    [InlineData("日本語。", "nothing in the text")]
    [InlineData("... !", "nothing in the text")]
    public async Task Text_without_words_is_refused(string text, string reason) =>
        (await Should.ThrowAsync<EngineException>(() => new FliteTextToSpeech("slt").SpeakAsync(new SpeechRequest(text)))).Message.ShouldContain(reason);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(100)]
    public async Task An_impossible_speaking_rate_is_refused(double rate) =>
        (await Should.ThrowAsync<EngineException>(() => new FliteTextToSpeech("slt").SpeakAsync(new SpeechRequest("Hello.") { SpeakingRate = rate })))
            .Message.ShouldContain("speaking rate");

    [Fact]
    public async Task A_cancelled_request_stops()
    {
        using var cancelled = new CancellationTokenSource();
        var speaking = new FliteTextToSpeech("slt").SpeakAsync(new SpeechRequest(string.Concat(Enumerable.Repeat(Pangram + " ", 100))), cancelled.Token);
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => speaking);
    }

    [Fact]
    public async Task A_text_is_streamed_sentence_by_sentence_and_the_pieces_are_the_whole()
    {
        ITextToSpeech engine = new FliteTextToSpeech("slt");
        var request = new SpeechRequest("The first train leaves at noon. The second one does not! Does the third?");
        var pieces = new List<Dsp.AudioBuffer>();
        await foreach (var piece in engine.StreamAsync(request, TestContext.Current.CancellationToken))
            pieces.Add(piece);
        pieces.Count.ShouldBe(3);
        // The voices mix a little noise of their own in, so that no two renderings agree sample by sample; their lengths do.
        pieces.Sum(piece => piece.Frames).ShouldBe((await engine.SpeakAsync(request, TestContext.Current.CancellationToken)).Frames);
    }

    [Fact]
    public async Task A_stream_that_is_no_longer_listened_to_speaks_no_further()
    {
        ITextToSpeech engine = new FliteTextToSpeech("slt");
        using var cancelled = new CancellationTokenSource();
        int heard = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in engine.StreamAsync(new SpeechRequest(string.Concat(Enumerable.Repeat(Pangram + " ", 100))), cancelled.Token))
                if (++heard == 2)
                    await cancelled.CancelAsync();
        });
        heard.ShouldBe(2);
    }
}
