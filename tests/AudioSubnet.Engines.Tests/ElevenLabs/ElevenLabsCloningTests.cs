using System.Text.Json.Nodes;
using AudioSubnet.Dsp;
using AudioSubnet.Engines.ElevenLabs;
using AudioSubnet.Engines.Speech;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AudioSubnet.Engines.Tests.ElevenLabs;

[Trait("Area", "engines")]
public class ElevenLabsCloningTests : IAsyncLifetime
{
    private const string Text = "Good morning.";
    private const string Add = "POST /v1/voices/add";

    private LocalElevenLabs _service = null!;
    private AudioBuffer _recording = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ElevenLabsOptions Uncached => _service.Options with { CachedVoices = 0 };

    public async ValueTask InitializeAsync()
    {
        _service = await LocalElevenLabs.StartAsync();
        _recording = await RecordAsync("The market opens early tomorrow.");
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_voice_is_made_speaks_and_is_deleted()
    {
        using var cloner = new ElevenLabsVoiceCloner(Uncached);
        AudioBuffer speech = await cloner.CloneAsync(new CloneRequest(Text, _recording) { Seed = 7 }, Cancellation);
        speech.Mono.ToArray().ShouldBe(LocalElevenLabs.Speech(Text, 24_000));
        _service.Requests.ShouldBe([Add, "POST /v1/text-to-speech/Clone000000000000001/stream", "DELETE /v1/voices/Clone000000000000001"]);
        _service.Spoken.Single()["seed"]!.GetValue<int>().ShouldBe(7);
        _service.Voices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_upload_is_the_recording_in_mono_within_a_minute_and_44100_Hz()
    {
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        float[] minute = [.. Enumerable.Repeat(_recording.Mono.ToArray(), 1 + (int)(61 / _recording.Seconds)).SelectMany(samples => samples)];
        await cloner.CloneAsync(new CloneRequest(Text, new AudioBuffer([minute, minute], 48_000)), Cancellation);
        await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        _service.Uploads.TryDequeue(out AudioBuffer? large).ShouldBeTrue();
        (large!.Channels, large.SampleRate).ShouldBe((1, 44_100));
        large.Seconds.ShouldBeLessThanOrEqualTo(60);
        _service.Uploads.TryDequeue(out AudioBuffer? small).ShouldBeTrue();
        small!.SampleRate.ShouldBe(_recording.SampleRate);
        small.Seconds.ShouldBe(_recording.Seconds, tolerance: 1);
    }

    [Fact]
    public async Task A_recording_without_a_voice_costs_nothing()
    {
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        var silence = new AudioBuffer(new float[32_000], 16_000);
        (await Should.ThrowAsync<EngineException>(() => cloner.CloneAsync(new CloneRequest(Text, silence), Cancellation))).Message.ShouldContain("silent");
        (await Should.ThrowAsync<EngineException>(() => cloner.CloneAsync(new CloneRequest(" ", _recording), Cancellation))).Message.ShouldContain("empty");
        _service.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_recording_is_uploaded_once_and_its_voice_goes_with_the_cloner()
    {
        using (var cloner = new ElevenLabsVoiceCloner(_service.Options))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation)));
            await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
            _service.Count(Add).ShouldBe(1);
            _service.Voices.Count.ShouldBe(2);
        }

        _service.Voices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_more_voices_are_kept_than_allowed_and_the_oldest_goes_first()
    {
        using var cloner = new ElevenLabsVoiceCloner(_service.Options with { CachedVoices = 2 });
        AudioBuffer second = await RecordAsync("Two people came to the house."), third = await RecordAsync("Three of them left again.");
        foreach (AudioBuffer recording in new[] { _recording, second, _recording, third })
            await cloner.CloneAsync(new CloneRequest(Text, recording), Cancellation);
        _service.Voices.Keys.Where(id => id.StartsWith("Clone", StringComparison.Ordinal)).ShouldBe(["Clone000000000000001", "Clone000000000000003"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_voice_that_nobody_asks_for_is_deleted_after_a_while()
    {
        var time = new FakeTimeProvider();
        var deleted = new TaskCompletionSource();
        _service.Intercept = context =>
        {
            if (context.Request.Method == "DELETE")
                context.Response.OnCompleted(() =>
                {
                    deleted.TrySetResult();
                    return Task.CompletedTask;
                });
            return Task.FromResult(false);
        };
        using var cloner = new ElevenLabsVoiceCloner(_service.Options with { VoiceIdleLimit = TimeSpan.FromMinutes(10) }, time);
        await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        time.Advance(TimeSpan.FromMinutes(9));
        await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        time.Advance(TimeSpan.FromMinutes(9));
        _service.Count("DELETE").ShouldBe(0);
        time.Advance(TimeSpan.FromMinutes(1));
        await deleted.Task.WaitAsync(Cancellation);
        _service.Voices.Count.ShouldBe(1);
        await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        _service.Count(Add).ShouldBe(2);
    }

    [Fact]
    public async Task A_voice_is_deleted_when_speaking_fails()
    {
        _service.Intercept = context => context.Request.Path.Value!.EndsWith("/stream", StringComparison.Ordinal)
            ? LocalElevenLabs.RefuseAsync(context, 401, "quota_exceeded", "Nothing left.")
            : Task.FromResult(false);
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        (await Should.ThrowAsync<ElevenLabsException>(() => cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation))).Code.ShouldBe("quota_exceeded");
        _service.Voices.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("/stream")]
    [InlineData("/add")]
    public async Task A_voice_is_deleted_when_the_request_is_cancelled(string during)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        _service.Intercept = async context =>
        {
            if (context.Request.Path.Value!.EndsWith(during, StringComparison.Ordinal))
                await cancel.CancelAsync();
            return false;
        };
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        await Should.ThrowAsync<OperationCanceledException>(() => cloner.CloneAsync(new CloneRequest(Text, _recording), cancel.Token));
        _service.Count("DELETE").ShouldBe(1);
        _service.Voices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task One_request_that_is_cancelled_takes_no_voice_from_another()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var proceed = new TaskCompletionSource();
        var both = new TaskCompletionSource();
        int speaking = 0;
        _service.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/stream", StringComparison.Ordinal))
                return false;
            if (Interlocked.Increment(ref speaking) == 2)
                both.SetResult();
            await proceed.Task;
            return false;
        };
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        Task<AudioBuffer> first = cloner.CloneAsync(new CloneRequest(Text, _recording), cancel.Token), second = cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        await both.Task.WaitAsync(Cancellation);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        _service.Count("DELETE").ShouldBe(0);
        proceed.SetResult();
        (await second).Frames.ShouldBePositive();
        _service.Count("DELETE").ShouldBe(1);
    }

    [Fact]
    public async Task A_voice_whose_answer_was_lost_is_found_by_its_name_and_deleted()
    {
        _service.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/add", StringComparison.Ordinal))
                return false;
            IFormCollection form = await context.Request.ReadFormAsync();
            _service.Voices["Lost0000000000000001"] = form["name"].ToString();
            context.Abort();
            return true;
        };
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        await Should.ThrowAsync<ElevenLabsException>(() => cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation));
        _service.Count(Add).ShouldBe(1); // a second upload might have made a second voice
        _service.Voices.Keys.ShouldBe(["JBFqnCBsd6RMkjVDRZzb"]);
    }

    [Fact]
    public async Task A_full_account_is_told_with_the_services_words_and_the_next_request_tries_again()
    {
        bool full = true;
        _service.Intercept = context => full && context.Request.Path.Value!.EndsWith("/add", StringComparison.Ordinal)
            ? LocalElevenLabs.RefuseAsync(context, 400, "voice_limit_reached", "You have reached your maximum amount of custom voices (10 / 10).")
            : Task.FromResult(false);
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        (await Should.ThrowAsync<ElevenLabsException>(() => cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation))).Message.ShouldContain("(10 / 10)");
        full = false;
        (await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation)).Frames.ShouldBePositive();
    }

    [Fact]
    public async Task A_kept_voice_that_somebody_deleted_is_made_again()
    {
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation);
        _service.Voices.TryRemove("Clone000000000000001", out _).ShouldBeTrue();
        (await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation)).Frames.ShouldBePositive();
        _service.Count(Add).ShouldBe(2);
    }

    [Fact]
    public async Task A_voice_that_could_not_be_deleted_is_deleted_later_and_the_speech_is_not_lost()
    {
        bool down = true;
        _service.Intercept = context => down && context.Request.Method == "DELETE"
            ? LocalElevenLabs.RefuseAsync(context, 500, "internal", "Down.")
            : Task.FromResult(false);
        using (var cloner = new ElevenLabsVoiceCloner(Uncached))
        {
            (await cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation)).Frames.ShouldBePositive();
            _service.Voices.Count.ShouldBe(2);
            down = false;
        }

        _service.Voices.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_voice_that_waits_for_the_speakers_consent_is_deleted()
    {
        _service.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/add", StringComparison.Ordinal))
                return false;
            _service.Voices["Held0000000000000001"] = "held";
            await context.Response.WriteAsJsonAsync(new JsonObject { ["voice_id"] = "Held0000000000000001", ["requires_verification"] = true });
            return true;
        };
        using var cloner = new ElevenLabsVoiceCloner(_service.Options);
        (await Should.ThrowAsync<EngineException>(() => cloner.CloneAsync(new CloneRequest(Text, _recording), Cancellation))).Message.ShouldContain("consent");
        _service.Voices.Count.ShouldBe(1);
    }

    private static async Task<AudioBuffer> RecordAsync(string text) => await new FliteTextToSpeech("rms").SpeakAsync(new SpeechRequest(text), Cancellation);
}
