using AudioSubnet.Dsp;
using AudioSubnet.Engines.ElevenLabs;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Engines.Tests.ElevenLabs;

[Trait("Area", "engines")]
public class ElevenLabsSpeechTests : IAsyncLifetime
{
    private const string Text = "The first train leaves at noon.";

    private LocalElevenLabs _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await LocalElevenLabs.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(24_000)]
    public async Task Speech_is_what_the_service_sent_sample_for_sample(int sampleRate)
    {
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options with { SampleRate = sampleRate });
        AudioBuffer speech = await engine.SpeakAsync(new SpeechRequest(Text), Cancellation);
        speech.SampleRate.ShouldBe(sampleRate);
        speech.Mono.ToArray().ShouldBe(LocalElevenLabs.Speech(Text, sampleRate));
        _service.Spoken.Single()["model_id"]!.ToString().ShouldBe("eleven_multilingual_v2");
        engine.Name.ShouldBe("elevenlabs/eleven");
    }

    [Fact]
    public async Task The_first_piece_comes_while_the_service_still_speaks()
    {
        var heard = new TaskCompletionSource();
        _service.Intercept = async context =>
        {
            byte[] pcm = LocalElevenLabs.Pcm(Text, context);
            await context.Response.Body.WriteAsync(pcm.AsMemory(0, pcm.Length / 2));
            await context.Response.Body.FlushAsync();
            await heard.Task.WaitAsync(context.RequestAborted); // the rest only after the listener has something
            await context.Response.Body.WriteAsync(pcm.AsMemory(pcm.Length / 2));
            return true;
        };
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        var samples = new List<float>();
        await foreach (AudioBuffer piece in engine.StreamAsync(new SpeechRequest(Text), Cancellation))
        {
            samples.AddRange(piece.Mono.ToArray());
            heard.TrySetResult();
        }

        samples.ShouldBe(LocalElevenLabs.Speech(Text, 24_000));
    }

    [Fact]
    public async Task Seed_and_speed_reach_the_service_and_are_left_out_if_not_asked_for()
    {
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        await engine.SpeakAsync(new SpeechRequest(Text) { Seed = -1, SpeakingRate = 1.1 }, Cancellation);
        await engine.SpeakAsync(new SpeechRequest(Text), Cancellation);
        _service.Spoken.TryDequeue(out var first).ShouldBeTrue();
        first!["seed"]!.GetValue<uint>().ShouldBe(uint.MaxValue);
        first["voice_settings"]!["speed"]!.GetValue<double>().ShouldBe(1.1);
        _service.Spoken.TryDequeue(out var second).ShouldBeTrue();
        second!["seed"].ShouldBeNull();
        second["voice_settings"].ShouldBeNull();
    }

    [Fact]
    public async Task A_voice_is_found_by_name_over_all_pages_and_the_list_is_read_once()
    {
        for (int i = 0; i < 250; i++)
            _service.Voices[$"Voice{i:000000000000000}"] = $"Speaker {i} - Calm";
        using var engine = new ElevenLabsTextToSpeech("speaker 249", _service.Options);
        engine.Name.ShouldBe("elevenlabs/eleven/speaker 249");
        await engine.SpeakAsync(new SpeechRequest(Text), Cancellation);
        await engine.SpeakAsync(new SpeechRequest(Text) { Speaker = "Speaker 7 - Calm" }, Cancellation);
        await engine.SpeakAsync(new SpeechRequest(Text) { Speaker = "Voice000000000000011" }, Cancellation);
        _service.Count("GET /v2/voices").ShouldBe(3);
        _service.Requests.Where(request => request.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(
        [
            "POST /v1/text-to-speech/Voice000000000000249/stream",
            "POST /v1/text-to-speech/Voice000000000000007/stream",
            "POST /v1/text-to-speech/Voice000000000000011/stream",
        ]);
    }

    [Fact]
    public async Task A_voice_that_is_not_there_is_answered_with_those_that_are_and_looked_for_again_after_a_minute()
    {
        var time = new FakeTimeProvider();
        using var engine = new ElevenLabsTextToSpeech("Grace", _service.Options, time);
        for (int i = 0; i < 2; i++)
            (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest(Text), Cancellation))).Message.ShouldBe("The ElevenLabs account has no voice 'Grace'. It has George.");
        _service.Count("GET").ShouldBe(1);
        _service.Voices["Grace000000000000000"] = "Grace";
        time.Advance(TimeSpan.FromMinutes(1));
        (await engine.SpeakAsync(new SpeechRequest(Text), Cancellation)).Frames.ShouldBePositive();
    }

    [Fact]
    public async Task Two_voices_of_one_name_must_be_told_apart_by_id()
    {
        _service.Voices["George00000000000002"] = "George";
        _service.Voices["George00000000000003"] = "george";
        using var engine = new ElevenLabsTextToSpeech("George", _service.Options);
        string message = (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest(Text), Cancellation))).Message;
        message.ShouldContain("George00000000000002 (George), George00000000000003 (george)");
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("Hello.", 1.5, "0.7 to 1.2")]
    public async Task What_the_service_would_refuse_is_not_sent(string text, double rate, string reason)
    {
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest(text) { SpeakingRate = rate }, Cancellation))).Message.ShouldContain(reason);
        (await Should.ThrowAsync<EngineException>(() => engine.SpeakAsync(new SpeechRequest(new string('a', 10_001)), Cancellation))).Message.ShouldContain("10001 characters");
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listener_that_leaves_ends_the_request()
    {
        var left = new TaskCompletionSource();
        _service.Intercept = async context =>
        {
            await context.Response.Body.WriteAsync(LocalElevenLabs.Pcm(Text, context));
            await context.Response.Body.FlushAsync();
            context.RequestAborted.Register(left.SetResult);
            await left.Task;
            return true;
        };
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        await foreach (AudioBuffer piece in engine.StreamAsync(new SpeechRequest(Text), Cancellation))
            break;
        await left.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Cancelling_ends_the_request()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var left = new TaskCompletionSource();
        _service.Intercept = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await cancel.CancelAsync();
            await left.Task;
            return true;
        };
        using var engine = new ElevenLabsTextToSpeech(options: _service.Options);
        await Should.ThrowAsync<OperationCanceledException>(() => engine.SpeakAsync(new SpeechRequest(Text), cancel.Token));
        await left.Task.WaitAsync(Cancellation);
    }
}
