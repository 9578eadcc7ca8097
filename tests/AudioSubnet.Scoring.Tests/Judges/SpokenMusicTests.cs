using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;
using AudioSubnet.Scoring.Tests.Music;

namespace AudioSubnet.Scoring.Tests.Judges;

/// <summary>A prompt that is read aloud is not music, whatever clicks along.</summary>
[Trait("Area", "scoring")]
public sealed class SpokenMusicTests(Speaking speaking, NeuralJudges judges)
{
    private const string Prompt = "a steady beat at 120 bpm";

    [Fact]
    public async Task Speech_over_a_metronome_is_worth_almost_nothing()
    {
        AudioBuffer spoken = Resampler.Resample((await speaking.SpeakAsync(Speaking.Weather + " " + Speaking.House)).ToMono(), MusicClips.Rate);
        AudioBuffer beat = Damage.Map(spoken, (sample, i) => sample + (i % (MusicClips.Rate / 2) < 300 ? 0.5f * MathF.Sin(i * 0.4f) : 0));
        foreach (AudioBuffer clip in new[] { spoken, beat })
        {
            Score heard = await ScoreAsync(clip);
            heard.Metrics.Single(metric => metric.Name == "speech").Value!.Value.ShouldBeGreaterThan(0.6);
            heard.Value.ShouldBeLessThan(0.1);
        }
    }

    [Theory]
    [InlineData("calm piano ballad")]
    [InlineData("slow choir music")]
    [InlineData("energetic rock")]
    public async Task Music_is_not_taken_for_speech(string prompt)
    {
        AudioBuffer music = await MusicClips.ComposeAsync(prompt, 10);
        (await ScoreAsync(music)).Metrics.Single(metric => metric.Name == "speech").Normalized!.Value.ShouldBe(1);
    }

    private Task<Score> ScoreAsync(AudioBuffer clip) =>
        new AudioScorer(speaking.Recognizer, models: judges.Require()).ScoreMusicAsync(clip, Prompt, clip.Seconds, TestContext.Current.CancellationToken);
}
