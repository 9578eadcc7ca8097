using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Tests.Recognition;

[Trait("Area", "scoring")]
public class PocketSphinxRecognizerTests(Speaking speaking)
{
    [Theory]
    [InlineData("slt", Speaking.Fox)]
    [InlineData("rms", Speaking.Weather)]
    [InlineData("kal16", Speaking.Station)]
    public async Task Hears_what_flite_says(string voice, string text)
    {
        string heard = await speaking.Recognizer.TranscribeAsync(await speaking.SpeakAsync(text, voice), TestContext.Current.CancellationToken);
        WordErrors.Compare(text, heard).Rate.ShouldBeLessThanOrEqualTo(0.2, heard);
    }

    [Theory]
    [InlineData(12000)]
    [InlineData(44100)]
    public async Task Hears_any_sample_rate_and_channel_count(int sampleRate)
    {
        AudioBuffer speech = Resampler.Resample(await speaking.SpeakAsync(Speaking.Weather), sampleRate);
        var stereo = new AudioBuffer([speech.Mono.ToArray(), speech.Mono.ToArray()], sampleRate);
        string heard = await speaking.Recognizer.TranscribeAsync(stereo, TestContext.Current.CancellationToken);
        WordErrors.Compare(Speaking.Weather, heard).Rate.ShouldBeLessThanOrEqualTo(0.3, heard);
    }

    [Fact]
    public async Task A_transcript_does_not_depend_on_what_was_heard_before()
    {
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.House, "awb");
        string first = await speaking.PocketSphinx.TranscribeAsync(speech, TestContext.Current.CancellationToken);
        await speaking.PocketSphinx.TranscribeAsync(Damage.Noise(await speaking.SpeakAsync(Speaking.Fox), 5), TestContext.Current.CancellationToken);
        (await speaking.PocketSphinx.TranscribeAsync(speech, TestContext.Current.CancellationToken)).ShouldBe(first);
    }

    [Fact]
    public async Task Long_speech_is_heard_to_its_end()
    {
        AudioBuffer speech = Damage.Join(
            await speaking.SpeakAsync(Speaking.Weather), await speaking.SpeakAsync(Speaking.House), await speaking.SpeakAsync(Speaking.Station),
            await speaking.SpeakAsync(Speaking.Fox));
        string heard = await speaking.Recognizer.TranscribeAsync(speech, TestContext.Current.CancellationToken);
        speech.Seconds.ShouldBeGreaterThan(12);
        WordErrors.Compare($"{Speaking.Weather} {Speaking.House} {Speaking.Station} {Speaking.Fox}", heard).Rate.ShouldBeLessThanOrEqualTo(0.2, heard);
    }

    [Fact]
    public async Task Silence_nothing_and_broken_samples_give_no_words()
    {
        foreach (float[] samples in (float[][])[[], [0.5f], new float[16000], [.. Enumerable.Repeat(0.3f, 16000)], [.. Enumerable.Repeat(float.NaN, 16000)]])
            (await speaking.Recognizer.TranscribeAsync(new AudioBuffer(samples, 16000), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancellation_ends_recognition()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () =>
            await speaking.PocketSphinx.TranscribeAsync(await speaking.SpeakAsync(Speaking.Fox), cancelled.Token));
    }

    [Fact]
    public void A_missing_model_names_the_file_and_the_package()
    {
        var fault = Should.Throw<RecognizerUnavailableException>(() => new PocketSphinxRecognizer(new PocketSphinxOptions { ModelFolder = "/nonexistent" }));
        fault.Message.ShouldContain("/nonexistent");
        fault.Package.ShouldBe("pocketsphinx-en-us");
    }
}
