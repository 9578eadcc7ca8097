using AudioSubnet.Dsp;
using AudioSubnet.Models.Tests.Golden;
using AudioSubnet.Models.Wav2Vec2;
using AudioSubnet.Models.Wav2Vec2.Decoding;

namespace AudioSubnet.Models.Tests.Wav2Vec2;

[Trait("Area", "golden")]
public sealed class SpeechTranscriberTests
{
    private static string Folder()
    {
        string? file = GoldenCase.Of("wav2vec2").Select(row => row.Data).FirstOrDefault(file => file.Length > 0);
        Assert.SkipUnless(file is not null, "no case of wav2vec2 in any golden folder");
        return Path.GetDirectoryName(file)!;
    }

    private static float[] Noise(int samples, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, samples).Select(i => (float)(Math.Sin(i * 0.03 * (1 + i / 8000 % 5)) * 0.3 + random.NextDouble() * 0.2 - 0.1))];
    }

    [Theory]
    [InlineData(16000 * 20)]
    [InlineData(16000 * 20 + 1)]
    [InlineData(16000 * 20 + 319)]
    [InlineData(16000 * 7 + 123)]
    public void Windows_give_every_frame_of_the_whole_once(int samples)
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        CtcLogits whole = new SpeechTranscriber(model, new TranscriptionOptions { WindowSeconds = 600 }).Score(Noise(samples, 1), TestContext.Current.CancellationToken);
        foreach (double window in new[] { 2.5, 3.1, 6 })
        {
            CtcLogits joined = new SpeechTranscriber(model, new TranscriptionOptions { WindowSeconds = window, MarginSeconds = 1 }).Score(Noise(samples, 1), TestContext.Current.CancellationToken);
            joined.Frames.ShouldBe(whole.Frames);
            joined.Frames.ShouldBe(model.Config.Frames(samples));
        }
    }

    [Fact]
    public void A_recording_within_one_window_is_heard_as_a_whole()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        float[] samples = Noise(16000 * 3, 2), normalized = [.. samples];
        Waveform.Normalize(normalized);
        new SpeechTranscriber(model).Score(samples, TestContext.Current.CancellationToken).Values
            .ShouldBe(model.Score(normalized, cancellationToken: TestContext.Current.CancellationToken).Values);
    }

    [Fact]
    public void Silence_and_clips_too_short_for_a_frame_have_no_words()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        var transcriber = new SpeechTranscriber(model);
        transcriber.Transcribe(new AudioBuffer(Array.Empty<float>(), 16000), TestContext.Current.CancellationToken).ShouldBe("");
        transcriber.Transcribe(new AudioBuffer(new float[model.Config.MinSamples - 1], 16000), TestContext.Current.CancellationToken).ShouldBe("");
        transcriber.Transcribe(new AudioBuffer(new float[model.Config.MinSamples], 16000), TestContext.Current.CancellationToken).ShouldNotBeNull();
    }

    [Fact]
    public void Text_holds_letters_only_whichever_way_it_is_found()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        var audio = new AudioBuffer(Noise(22050 * 4, 3), 22050);
        foreach (CtcBeamOptions? beam in new[] { null, new CtcBeamOptions() })
            new SpeechTranscriber(model, new TranscriptionOptions { Beam = beam }).Transcribe(audio, TestContext.Current.CancellationToken).ShouldAllBe(c => char.IsAsciiLetterUpper(c) || c == ' ' || c == '\'');
    }

    [Fact]
    public void Many_may_listen_at_once()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        var transcriber = new SpeechTranscriber(model);
        string[] alone = [.. Enumerable.Range(0, 6).Select(seed => transcriber.Transcribe(new AudioBuffer(Noise(16000 * 2, seed), 16000)))];
        alone.AsParallel().AsOrdered().WithDegreeOfParallelism(6).Select((_, seed) => transcriber.Transcribe(new AudioBuffer(Noise(16000 * 2, seed), 16000))).ToArray().ShouldBe(alone);
    }

    [Fact]
    public void A_cancelled_transcription_stops()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => new SpeechTranscriber(model).Transcribe(new AudioBuffer(Noise(16000, 1), 16000), cancelled.Token));
    }

    [Fact]
    public void Margins_that_leave_nothing_are_refused()
    {
        using var model = Wav2Vec2Ctc.Open(Folder());
        Should.Throw<ArgumentException>(() => new SpeechTranscriber(model, new TranscriptionOptions { WindowSeconds = 3, MarginSeconds = 2 }));
    }
}
