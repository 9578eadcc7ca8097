using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Tests;

/// <summary>The existing network's formulas, and the faults of its implementation that must not come back.</summary>
[Trait("Area", "scoring")]
public class ClassicProfileTests(Speaking speaking)
{
    private readonly AudioScorer _classic = new(speaking.Recognizer, new ScoringOptions { Profile = ScoringProfile.Classic });

    [Fact]
    public async Task Speech_is_the_weighted_sum_of_its_metrics()
    {
        Score score = await SpeechAsync(await speaking.SpeakAsync(Speaking.Weather), Speaking.Weather);
        double Of(string name) => score.Metrics.Single(metric => metric.Name == name).Normalized!.Value;
        double withoutQuality = 0.08 * (Of("signal_to_noise") + Of("clipping") + Of("bandwidth") + Of("level")) + 0.4 * Of("word_error_rate");
        score.Profile.ShouldBe("classic");
        const double rounding = 0.001;
        score.Value.ShouldBeInRange(withoutQuality - rounding, withoutQuality + 0.28 + rounding);
    }

    [Fact]
    public async Task Wrong_words_count_in_full()
    {
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.House);
        double right = (await SpeechAsync(speech, Speaking.House)).Value;
        double half = (await SpeechAsync(speech, "She sold her house in the town but stayed at some large hotel near the sea.")).Value;
        half.ShouldBeLessThan(right - 0.1);
        (await SpeechAsync(speech, Speaking.Fox)).Value.ShouldBe(0);
    }

    [Fact]
    public async Task A_50_Hz_hum_does_not_raise_the_score()
    {
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.Weather);
        (await SpeechAsync(Damage.Hum(speech, 10), Speaking.Weather)).Value.ShouldBeLessThan((await SpeechAsync(speech, Speaking.Weather)).Value);
    }

    [Fact]
    public async Task Silence_is_zero_and_not_NaN() =>
        (await SpeechAsync(new AudioBuffer(new float[48000], 16000), Speaking.Fox)).Value.ShouldBe(0);

    [Fact]
    public async Task Returning_the_reference_is_not_a_perfect_clone()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        (await _classic.ScoreCloneAsync(reference, reference, Speaking.Weather, TestContext.Current.CancellationToken)).Value.ShouldBe(0);
    }

    [Fact]
    public async Task A_clone_is_four_tenths_cosine_and_six_tenths_speech()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Station), clone = await speaking.SpeakAsync(Speaking.House);
        Score score = await _classic.ScoreCloneAsync(clone, reference, Speaking.House, TestContext.Current.CancellationToken);
        double cosine = score.Metrics.Single(metric => metric.Name == "mel_cosine").Value!.Value;
        score.Value.ShouldBe(0.4 * cosine + 0.6 * (await SpeechAsync(clone, Speaking.House)).Value, 1e-9);
    }

    private Task<Score> SpeechAsync(AudioBuffer audio, string text) => _classic.ScoreSpeechAsync(audio, text, TestContext.Current.CancellationToken);
}
