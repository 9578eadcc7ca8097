using AudioSubnet.Dsp.Files;
using AudioSubnet.Engines;
using AudioSubnet.Engines.Speech;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Recognition;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI.Tests;

[Trait("Area", "scoring")]
public sealed class SpeechToTextClientTests : IDisposable
{
    private const string Text = "The old man walked slowly down to the harbour and counted the boats in the evening rain. ";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly PocketSphinxRecognizer _recognizer = new();
    private readonly ISpeechToTextClient _client;

    public SpeechToTextClientTests() => _client = _recognizer.AsSpeechToTextClient();

    public void Dispose() => _recognizer.Dispose();

    [Fact]
    public async Task Speech_comes_back_as_words_with_its_length()
    {
        using Stream speech = await SpeakAsync(1);
        SpeechToTextResponse response = await _client.GetTextAsync(speech, cancellationToken: Stop);

        // The recogniser may drop a word; most of them must be there.
        string[] words = response.Text.Split(' ');
        "the old man walked slowly down to the harbour and counted the boats".Split(' ').Count(words.Contains).ShouldBeGreaterThan(9);
        response.ModelId.ShouldBe("pocketsphinx/en-us");
        response.EndTime!.Value.TotalSeconds.ShouldBeInRange(3, 8);
        response.Usage!.AdditionalCounts!["input_audio_milliseconds"].ShouldBe((long)response.EndTime.Value.TotalMilliseconds);
    }

    [Fact]
    public async Task Long_speech_is_streamed_piece_by_piece_with_times()
    {
        using Stream speech = await SpeakAsync(5);
        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in _client.GetStreamingTextAsync(speech, cancellationToken: Stop))
            updates.Add(update);

        updates[0].Kind.ShouldBe(SpeechToTextResponseUpdateKind.SessionOpen);
        updates[^1].Kind.ShouldBe(SpeechToTextResponseUpdateKind.SessionClose);
        SpeechToTextResponseUpdate[] heard = [.. updates.Where(update => update.Kind == SpeechToTextResponseUpdateKind.TextUpdated)];
        heard.Length.ShouldBeGreaterThan(1);
        heard.Zip(heard.Skip(1)).ShouldAllBe(pair => pair.First.EndTime <= pair.Second.StartTime);
        string text = updates.ToSpeechToTextResponse().Text;
        text.ShouldBe(string.Join(' ', heard.Select(update => update.Text.Trim())));
        text.Split(' ').Length.ShouldBeInRange(60, 120); // of 90 spoken, by a recogniser that may mishear
    }

    [Fact]
    public async Task What_is_not_audio_is_said_so()
    {
        using var notes = new MemoryStream("these are notes, not sounds"u8.ToArray());
        await Should.ThrowAsync<AudioFileException>(() => _client.GetTextAsync(notes));
        notes.Position = 0;
        await Should.ThrowAsync<NotSupportedException>(() => _client.GetTextAsync(notes, new SpeechToTextOptions { ModelId = "whisper-1" }));
    }

    [Fact]
    public void The_client_tells_who_it_is()
    {
        var metadata = _client.GetService<SpeechToTextClientMetadata>().ShouldNotBeNull();
        (metadata.ProviderName, metadata.DefaultModelId).ShouldBe(("audiosubnet", "pocketsphinx/en-us"));
        _client.GetService<ISpeechRecognizer>().ShouldBeSameAs(_recognizer);
    }

    private static async Task<Stream> SpeakAsync(int times)
    {
        var audio = await new FliteTextToSpeech("slt").SpeakAsync(new SpeechRequest(string.Concat(Enumerable.Repeat(Text, times))), Stop);
        return new MemoryStream(Flac.Encode(audio));
    }
}
