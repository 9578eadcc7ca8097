using AudioSubnet.Dsp.Files;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Speech;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI.Tests;

[Trait("Area", "engines")]
public sealed class TextToSpeechClientTests
{
    private const string Text = "The first train leaves at noon. The second one does not. Does the third?";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly ITextToSpeechClient _client = new FliteTextToSpeech("slt").AsTextToSpeechClient();

    [Theory]
    [InlineData(null, "audio/wav")]
    [InlineData("flac", "audio/flac")]
    [InlineData("audio/wav", "audio/wav")]
    public async Task A_text_comes_back_as_one_file_in_the_format_that_was_asked_for(string? format, string mediaType)
    {
        TextToSpeechResponse response = await _client.GetAudioAsync(Text, new TextToSpeechOptions { AudioFormat = format }, Stop);

        var content = response.Contents.ShouldHaveSingleItem().ShouldBeOfType<DataContent>();
        content.MediaType.ShouldBe(mediaType);
        var audio = AudioFile.Decode(content.Data, "the answer");
        audio.Seconds.ShouldBeInRange(3, 9);
        content.AdditionalProperties!["sample_rate"].ShouldBe(audio.SampleRate);
        response.ModelId.ShouldBe("flite/slt");
        response.Usage!.AdditionalCounts!["input_characters"].ShouldBe(Text.Length);
        response.Usage.AdditionalCounts["output_audio_milliseconds"].ShouldBe((long)(1000 * audio.Seconds));
    }

    [Fact]
    public async Task A_streamed_text_comes_sentence_by_sentence_between_open_and_close()
    {
        var updates = new List<TextToSpeechResponseUpdate>();
        await foreach (var update in _client.GetStreamingAudioAsync(Text, cancellationToken: Stop))
            updates.Add(update);

        updates.Select(update => update.Kind).ShouldBe(
        [
            TextToSpeechResponseUpdateKind.SessionOpen,
            TextToSpeechResponseUpdateKind.AudioUpdating,
            TextToSpeechResponseUpdateKind.AudioUpdating,
            TextToSpeechResponseUpdateKind.AudioUpdating,
            TextToSpeechResponseUpdateKind.SessionClose,
        ]);
        updates.Select(update => update.ResponseId).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
        TextToSpeechResponse whole = updates.ToTextToSpeechResponse();
        DataContent[] files = [.. whole.Contents.OfType<DataContent>()];
        double seconds = files.Sum(file => AudioFile.Decode(file.Data, "a sentence").Seconds);
        seconds.ShouldBeInRange(3, 9);
        (whole.Usage!.AdditionalCounts!["output_audio_milliseconds"] / 1000.0).ShouldBe(seconds, 0.002);
    }

    [Fact]
    public async Task Raw_samples_can_be_put_end_to_end()
    {
        long bytes = 0;
        double seconds = 0;
        await foreach (var update in _client.GetStreamingAudioAsync(Text, new TextToSpeechOptions { AudioFormat = "pcm" }, Stop))
            foreach (DataContent content in update.Contents.OfType<DataContent>())
            {
                bytes += content.Data.Length;
                seconds += ((TimeSpan)content.AdditionalProperties!["duration"]!).TotalSeconds;
            }
        (bytes / 2 / 16000.0).ShouldBe(seconds, 1e-4);
    }

    [Fact]
    public async Task Speed_and_volume_are_honoured()
    {
        async Task<(double Seconds, float Peak)> Speak(TextToSpeechOptions? options)
        {
            var response = await _client.GetAudioAsync(Text, options, Stop);
            var audio = AudioFile.Decode(response.Contents.OfType<DataContent>().Single().Data, "the answer");
            return (audio.Seconds, audio.Mono.ToArray().Max(Math.Abs));
        }

        var plain = await Speak(null);
        (await Speak(new TextToSpeechOptions { Speed = 2 })).Seconds.ShouldBe(plain.Seconds / 2, 0.1 * plain.Seconds);
        ((double)(await Speak(new TextToSpeechOptions { Volume = 0.25f })).Peak).ShouldBe(plain.Peak / 4, 0.05 * plain.Peak);
    }

    [Fact]
    public async Task What_cannot_be_done_is_refused_rather_than_ignored()
    {
        await Should.ThrowAsync<NotSupportedException>(() => _client.GetAudioAsync(Text, new TextToSpeechOptions { AudioFormat = "mp3" }));
        await Should.ThrowAsync<NotSupportedException>(() => _client.GetAudioAsync(Text, new TextToSpeechOptions { Pitch = 2 }));
        await Should.ThrowAsync<NotSupportedException>(() => _client.GetAudioAsync(Text, new TextToSpeechOptions { Volume = 3 }));
        await Should.ThrowAsync<NotSupportedException>(() => _client.GetAudioAsync(Text, new TextToSpeechOptions { ModelId = "tts-1" }));
        (await Should.ThrowAsync<EngineException>(() => _client.GetAudioAsync(Text, new TextToSpeechOptions { VoiceId = "alloy" }))).Message.ShouldContain("one voice");
        await Should.ThrowAsync<EngineException>(() => _client.GetAudioAsync("日本語"));
    }

    [Fact]
    public async Task A_cancelled_stream_ends_within_a_sentence()
    {
        using var cancelled = new CancellationTokenSource();
        int heard = 0;
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in _client.GetStreamingAudioAsync(string.Concat(Enumerable.Repeat(Text, 50)), cancellationToken: cancelled.Token))
                if (update.Kind == TextToSpeechResponseUpdateKind.AudioUpdating && ++heard == 1)
                    await cancelled.CancelAsync();
        });
        heard.ShouldBe(1);
    }

    [Fact]
    public void The_client_tells_who_it_is()
    {
        var metadata = _client.GetService<TextToSpeechClientMetadata>().ShouldNotBeNull();
        (metadata.ProviderName, metadata.DefaultModelId).ShouldBe(("audiosubnet", "flite/slt"));
        _client.GetService<ITextToSpeech>().ShouldBeOfType<FliteTextToSpeech>();
        _client.GetService<ITextToSpeechClient>().ShouldBeSameAs(_client);
        _client.GetService(typeof(ITextToSpeech), "key").ShouldBeNull();
    }
}
