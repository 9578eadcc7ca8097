using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Resampling;

namespace AudioSubnet.Scoring.Tests;

[Trait("Area", "scoring")]
public class BadAudioTests(Speaking speaking)
{
    public static TheoryData<string, float[], int> Broken => new()
    {
        { "empty", [], 16000 },
        { "one sample", [0.5f], 16000 },
        { "NaN", [.. Enumerable.Repeat(float.NaN, 32000)], 16000 },
        { "infinity", [.. Enumerable.Range(0, 32000).Select(i => i == 5 ? float.PositiveInfinity : 0.1f * MathF.Sin(i))], 16000 },
        { "silence", new float[32000], 16000 },
        { "constant", [.. Enumerable.Repeat(0.7f, 32000)], 16000 },
        { "1 Hz", new float[3], 1 },
        { "1 MHz", [.. Enumerable.Range(0, 2_000_000).Select(i => MathF.Sin(i))], 1_000_000 },
        { "huge samples", [.. Enumerable.Range(0, 32000).Select(i => float.MaxValue * MathF.Sin(i))], 16000 },
        { "tiny samples", [.. Enumerable.Range(0, 32000).Select(i => float.Epsilon * (i % 3))], 16000 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Broken_audio_has_a_score_of_nothing_and_a_reason(string what, float[] samples, int sampleRate)
    {
        var audio = new AudioBuffer(samples, sampleRate);
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        Score[] scores =
        [
            await speaking.Scorer.ScoreSpeechAsync(audio, Speaking.Fox, TestContext.Current.CancellationToken),
            await speaking.Scorer.ScoreCloneAsync(audio, reference, Speaking.Fox, TestContext.Current.CancellationToken),
            await speaking.Scorer.ScoreCloneAsync(reference, audio, Speaking.Weather, TestContext.Current.CancellationToken),
        ];
        foreach (Score score in scores)
        {
            score.Value.ShouldBeInRange(-0.1, 0, $"{what}: {score.Explanation}");
            score.Explanation.Length.ShouldBeGreaterThan(20);
        }
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(11025)]
    [InlineData(44100)]
    [InlineData(192000)]
    public async Task Any_sample_rate_and_channel_count_is_scored(int sampleRate)
    {
        AudioBuffer speech = Resampler.Resample(await speaking.SpeakAsync(Speaking.Weather), sampleRate);
        var stereo = new AudioBuffer([speech.Mono.ToArray(), speech.Mono.ToArray()], sampleRate);
        Score score = await speaking.Scorer.ScoreSpeechAsync(stereo, Speaking.Weather, TestContext.Current.CancellationToken);
        score.Value.ShouldBeInRange(0, 1);
        if (sampleRate >= 16000)
            score.Value.ShouldBeGreaterThan(0.7, score.Explanation);
    }

    [Fact]
    public async Task An_empty_text_asks_for_silence_and_gets_no_exception() =>
        double.IsFinite((await speaking.Scorer.ScoreSpeechAsync(await speaking.SpeakAsync(Speaking.Fox), "", TestContext.Current.CancellationToken)).Value).ShouldBeTrue();
}
