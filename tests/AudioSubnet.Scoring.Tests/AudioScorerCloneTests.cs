using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Tests;

[Trait("Area", "scoring")]
public class AudioScorerCloneTests(Speaking speaking)
{
    [Fact]
    public async Task The_same_speaker_beats_another_one()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Station, "slt");
        Score same = await ScoreAsync(await speaking.SpeakAsync(Speaking.House, "slt"), reference, Speaking.House);
        Score other = await ScoreAsync(await speaking.SpeakAsync(Speaking.House, "rms"), reference, Speaking.House);
        same.Value.ShouldBeGreaterThan(other.Value + 0.1, $"{same.Explanation} / {other.Explanation}");
        same.Value.ShouldBeGreaterThan(0.8, same.Explanation);
    }

    [Fact]
    public async Task Returning_the_reference_is_no_clone_even_if_it_says_the_text()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        Score wrongWords = await ScoreAsync(reference, reference, Speaking.House);
        Score rightWords = await ScoreAsync(reference, reference, Speaking.Weather);
        wrongWords.Value.ShouldBe(0);
        rightWords.Value.ShouldBe(0);
        rightWords.Explanation.ShouldContain("copy of the reference");
    }

    [Fact]
    public async Task A_spliced_shifted_quieter_or_noisy_copy_is_a_copy()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        float[] samples = reference.Mono.ToArray();
        int third = samples.Length / 3;
        var spliced = new AudioBuffer([.. samples[(2 * third)..], .. samples[..third], .. samples[third..(2 * third)]], reference.SampleRate);
        var shifted = Damage.Join(new AudioBuffer(new float[1234], reference.SampleRate), reference);
        foreach (AudioBuffer copy in (AudioBuffer[])[spliced, shifted, Damage.Gain(reference, -0.3f), Damage.Noise(reference, 15), Damage.Cut(reference, 0.7)])
        {
            Score score = await ScoreAsync(copy, reference, Speaking.Weather);
            score.Value.ShouldBe(0, score.Explanation);
            score.Explanation.ShouldContain("copy of the reference");
        }
    }

    [Fact]
    public async Task The_right_voice_with_the_wrong_words_is_worth_nothing()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        Score score = await ScoreAsync(await speaking.SpeakAsync(Speaking.House), reference, Speaking.Station);
        score.Value.ShouldBe(0);
        score.Explanation.ShouldContain("wrong words");
    }

    [Fact]
    public async Task No_similarity_at_all_is_punished()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Weather);
        AudioBuffer noise = Damage.Noise(Damage.Map(reference, (_, i) => i % 2 == 0 ? 0.1f : -0.1f), 0);
        Score score = await ScoreAsync(noise, reference, Speaking.Weather);
        score.Value.ShouldBe(-0.1, score.Explanation);
    }

    [Fact]
    public async Task Noise_on_the_clone_lowers_its_score()
    {
        AudioBuffer reference = await speaking.SpeakAsync(Speaking.Station), clone = await speaking.SpeakAsync(Speaking.House);
        double clean = (await ScoreAsync(clean: clone)).Value;
        double noisy = (await ScoreAsync(clean: Damage.Noise(clone, 25))).Value;
        noisy.ShouldBeLessThan(clean);

        Task<Score> ScoreAsync(AudioBuffer clean) => this.ScoreAsync(clean, reference, Speaking.House);
    }

    private Task<Score> ScoreAsync(AudioBuffer audio, AudioBuffer reference, string text) =>
        speaking.Scorer.ScoreCloneAsync(audio, reference, text, TestContext.Current.CancellationToken);
}
