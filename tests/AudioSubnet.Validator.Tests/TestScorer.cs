using AudioSubnet.Dsp;
using AudioSubnet.Scoring;

namespace AudioSubnet.Validator.Tests;

/// <summary>A scorer whose scores a test decides. What real audio is worth is proved in the scoring tests; here it is what the validator
/// does with a score.</summary>
internal sealed class TestScorer(Func<AudioBuffer, string, double> score) : IAudioScorer
{
    public TestScorer(double score)
        : this((_, _) => score)
    {
    }

    public Task<Score> ScoreSpeechAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default) =>
        Score(audio, text);

    public Task<Score> ScoreCloneAsync(AudioBuffer audio, AudioBuffer reference, string text, CancellationToken cancellationToken =
        default) => Score(audio, text);

    public Task<Score> ScoreMusicAsync(AudioBuffer audio, string prompt, double seconds, CancellationToken cancellationToken = default) =>
        Score(audio, prompt);

    private Task<Score> Score(AudioBuffer audio, string text) => Task.FromResult(
        new Score(score(audio, text), "test", [new Metric("infinite", double.PositiveInfinity, "dB", 1, 0, "Metrics may be infinite.")], "As the test says."));
}
