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
    public async Task The_score_falls_as_silence_around_the_words_grows()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Weather);
        var values = new List<double> { (await ScoreAsync(clean, Speaking.Weather)).Value };
        foreach (double times in (double[])[1, 1.5, 2])
        {
            var padded = new float[(int)(clean.Frames * (1 + times))];
            clean.Mono.Span.CopyTo(padded);
            values.Add((await ScoreAsync(new AudioBuffer(padded, clean.SampleRate), Speaking.Weather)).Value);
        }

        ShouldFall(values);
        values[^1].ShouldBeLessThan(values[0] - 0.08);
    }

    [Fact]
    public async Task Other_words_close_the_gate_and_say_so()
    {
        Score score = await ScoreAsync(await speaking.SpeakAsync(Speaking.House), Speaking.Station);
        score.Value.ShouldBe(0, Report(score));
        score.Explanation.ShouldContain("word");
    }

    [Fact]
    public async Task The_score_falls_as_a_50_Hz_hum_rises()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Weather);
        var values = new List<double> { (await ScoreAsync(clean, Speaking.Weather)).Value };
        foreach (double decibels in (double[])[25, 15, 5])
            values.Add((await ScoreAsync(Damage.Hum(clean, decibels), Speaking.Weather)).Value);
        ShouldFall(values);
    }

    [Fact]
    public async Task Hum_alone_is_worth_nothing()
    {
        AudioBuffer hum = Damage.Hum(Damage.Silence(await speaking.SpeakAsync(Speaking.Weather)), 0);
        AudioBuffer audible = Damage.Map(hum, (_, i) => 0.5f * MathF.Sin(2 * MathF.PI * 50 * i / hum.SampleRate));
        (await ScoreAsync(audible, Speaking.Weather)).Value.ShouldBe(0);
    }

    [Fact]
    public async Task The_score_falls_as_more_is_clipped()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.House);
        var values = new List<double> { (await ScoreAsync(clean, Speaking.House)).Value };
        foreach (float drive in (float[])[3, 8, 40])
            values.Add((await ScoreAsync(Damage.Clip(clean, drive), Speaking.House)).Value);
        ShouldFall(values);
    }

    [Fact]
    public async Task The_score_falls_as_more_is_cut_off()
    {
        AudioBuffer whole = await speaking.SpeakAsync(Speaking.House);
        var values = new List<double> { (await ScoreAsync(whole, Speaking.House)).Value };
        foreach (double share in (double[])[0.75, 0.5, 0.2])
            values.Add((await ScoreAsync(Damage.Cut(whole, share), Speaking.House)).Value);
        ShouldFall(values);
        values[^1].ShouldBe(0);
    }

    [Fact]
    public async Task The_score_falls_as_words_are_shuffled()
    {
        const string neighbours = "She sold house her in the city and moved to small a village near the sea.";
        const string shuffled = "Sea the house near her sold she and city village the moved in a to small.";
        double[] values =
        [
            (await ScoreAsync(await speaking.SpeakAsync(Speaking.House), Speaking.House)).Value,
            (await ScoreAsync(await speaking.SpeakAsync(neighbours), Speaking.House)).Value,
            (await ScoreAsync(await speaking.SpeakAsync(shuffled), Speaking.House)).Value,
        ];
        ShouldFall(values);
    }

    [Fact]
    public async Task Silence_closes_the_gate_and_says_so()
    {
        Score score = await ScoreAsync(Damage.Silence(await speaking.SpeakAsync(Speaking.Fox)), Speaking.Fox);
        score.Value.ShouldBe(0);
        score.Explanation.ShouldContain("silent");
    }

    [Fact]
    public async Task Too_long_and_too_short_for_the_text_close_the_gate()
    {
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.Fox);
        Score padded = await ScoreAsync(Damage.Join(speech, new AudioBuffer(new float[speech.SampleRate * 30], speech.SampleRate)), Speaking.Fox);
        padded.Value.ShouldBe(0);
        padded.Explanation.ShouldContain("too long");
        Score hurried = await ScoreAsync(Damage.Cut(speech, 0.2), Speaking.Fox);
        hurried.Value.ShouldBe(0);
        hurried.Explanation.ShouldContain("too short");
    }

    [Fact]
    public async Task Flite_outranks_espeak_over_several_texts()
    {
        double flite = 0, espeak = 0;
        foreach (string text in (string[])[Speaking.Weather, Speaking.House, Speaking.Station])
        {
            foreach (string voice in (string[])["slt", "rms", "kal16"])
                flite += (await ScoreAsync(await speaking.SpeakAsync(text, voice), text)).Value / 9;
            foreach (string voice in (string[])["espeak/en-us", "espeak/en-gb"])
                espeak += (await ScoreAsync(await speaking.SpeakAsync(text, voice), text)).Value / 6;
        }
        flite.ShouldBeGreaterThan(espeak + 0.1);
    }

    [Fact]
    public async Task Capitals_punctuation_and_numbers_of_the_prompt_do_not_lower_the_score()
    {
        const string prompt = "\u201CWE HAVE 23 MEETINGS\u201D -- planned; for the 1st week of October!";
        AudioBuffer speech = await speaking.SpeakAsync("We have twenty three meetings planned for the first week of october.");
        Score score = await ScoreAsync(speech, prompt);
        Score plain = await ScoreAsync(speech, "we have twenty three meetings planned for the first week of october");
        score.Value.ShouldBe(plain.Value);
        score.Metrics.Single(metric => metric.Name == "word_error_rate").Value!.Value.ShouldBeLessThan(0.5);
    }

    [Fact]
    public async Task Scores_of_parallel_requests_are_those_of_single_ones()
    {
        AudioBuffer fox = await speaking.SpeakAsync(Speaking.Fox), house = await speaking.SpeakAsync(Speaking.House);
        Score foxAlone = await ScoreAsync(fox, Speaking.Fox), houseAlone = await ScoreAsync(house, Speaking.House);
        var fresh = new AudioScorer(speaking.PocketSphinx);
        Score[] together = await Task.WhenAll(
            fresh.ScoreSpeechAsync(fox, Speaking.Fox, TestContext.Current.CancellationToken),
            fresh.ScoreSpeechAsync(house, Speaking.House, TestContext.Current.CancellationToken),
            fresh.ScoreSpeechAsync(fox, Speaking.House, TestContext.Current.CancellationToken));
        together[0].Value.ShouldBe(foxAlone.Value);
        together[1].Value.ShouldBe(houseAlone.Value);
        together[2].Value.ShouldBe(0);
        speaking.PocketSphinx.LoadedDecoders.ShouldBeLessThanOrEqualTo(4); // two at work, for clean and for noisy audio
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
