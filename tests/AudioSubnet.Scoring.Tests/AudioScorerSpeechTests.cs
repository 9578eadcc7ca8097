using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Tests;

[Trait("Area", "scoring")]
public class AudioScorerSpeechTests(Speaking speaking)
{
    [Fact]
    public async Task Clean_speech_of_the_right_words_scores_high()
    {
        Score score = await ScoreAsync(await speaking.SpeakAsync(Speaking.Weather), Speaking.Weather);
        score.Value.ShouldBeInRange(0.75, 1, Report(score));
        score.Transcript.ShouldNotBeNullOrEmpty();
        score.Metrics.ShouldAllBe(metric => metric.Explanation.Length > 10);
    }

    [Fact]
    public async Task The_score_falls_as_noise_rises()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Weather);
        var values = new List<double> { (await ScoreAsync(clean, Speaking.Weather)).Value };
        foreach (double decibels in (double[])[30, 20, 10, 0])
            values.Add((await ScoreAsync(Damage.Noise(clean, decibels), Speaking.Weather)).Value);
        ShouldFall(values);
        values[^1].ShouldBeLessThan(0.4 * values[0]);
    }

    [Fact]
    public async Task Other_words_close_the_gate_and_say_so()
    {
        Score score = await ScoreAsync(await speaking.SpeakAsync(Speaking.House), Speaking.Station);
        score.Value.ShouldBe(0, Report(score));
        score.Explanation.ShouldContain("word");
    }

    private Task<Score> ScoreAsync(AudioBuffer audio, string text) => speaking.Scorer.ScoreSpeechAsync(audio, text, TestContext.Current.CancellationToken);

    private static void ShouldFall(IReadOnlyList<double> values)
    {
        for (int i = 1; i < values.Count; i++)
            (values[i] < values[i - 1] || values[i] == 0).ShouldBeTrue(string.Join(", ", values));
    }

    private static string Report(Score score) =>
        score.Explanation + Environment.NewLine + string.Join(Environment.NewLine, score.Metrics.Select(metric => $"{metric.Name} {metric.Normalized:0.00} {metric.Explanation}"));
}
