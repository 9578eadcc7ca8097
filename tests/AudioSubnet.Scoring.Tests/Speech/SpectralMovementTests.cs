using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Scoring.Speech;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Speech;

/// <summary>The measure of gliding speech orders voices and damage as listeners would.</summary>
[Trait("Area", "scoring")]
public class SpectralMovementTests(Speaking speaking)
{
    [Fact]
    public async Task Readers_and_statistical_voices_glide_and_switched_formants_jump()
    {
        double formants = await OfAsync("espeak/en-us");
        foreach (string voice in (string[])["slt", "rms", "awb"])
            (await OfAsync(voice)).ShouldBeLessThan(formants - 0.5, voice);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, "tests", "audio", "librispeech"), "*.flac"))
        {
            AudioBuffer reader = await AudioFile.ReadAsync(file, cancellationToken: TestContext.Current.CancellationToken);
            (await NormalizedAsync(reader)).ShouldBeGreaterThan(0.75, file);
        }
    }

    [Fact]
    public async Task A_sound_that_stands_still_is_no_speech_and_a_moment_is_not_measured()
    {
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.House);
        (await NormalizedAsync(Damage.Map(speech, (_, i) => 0.3f * MathF.Sin(2 * MathF.PI * 200 * i / speech.SampleRate)))).ShouldBeLessThan(0.1);
        SpectralMovement.Measure(new AudioBuffer(new float[1600], 16000)).ShouldBeNull();
    }

    private async Task<double> OfAsync(string voice)
    {
        double sum = 0;
        foreach (string text in (string[])[Speaking.Weather, Speaking.House, Speaking.Station])
            sum += SpectralMovement.Measure(await speaking.SpeakAsync(text, voice))!.Value / 3;
        return sum;
    }

    private static async Task<double> NormalizedAsync(AudioBuffer audio) =>
        (await new ProsodyPredictor().PredictAsync(audio, Speaking.House, TestContext.Current.CancellationToken)).Single(metric => metric.Name == "spectral_movement").Normalized!.Value;
}
