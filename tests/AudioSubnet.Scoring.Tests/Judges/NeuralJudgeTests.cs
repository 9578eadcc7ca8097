using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Judges;

/// <summary>The judges order speech as people would.</summary>
[Trait("Area", "scoring")]
public sealed class NeuralJudgeTests(Speaking speaking, NeuralJudges judges)
{
    [Fact]
    public async Task Nisqa_hears_noise_and_clipping()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Weather);
        double[] quality = [.. await Task.WhenAll(new[] { clean, Damage.Noise(clean, 30), Damage.Noise(clean, 15) }.Select(clip => NaturalnessAsync(clip, "mos")))];
        quality.ShouldBeInOrder(SortDirection.Descending);
        (await NaturalnessAsync(Damage.Clip(clean, 8), "mos")).ShouldBeLessThan(quality[0] - 1);
        (await NaturalnessAsync(Damage.Noise(clean, 10), "noisiness")).ShouldBeLessThan(await NaturalnessAsync(clean, "noisiness") - 0.5);
    }

    [Fact]
    public async Task Nisqa_prefers_recorded_sounds_to_switched_formants()
    {
        foreach (string text in new[] { Speaking.Weather, Speaking.House })
            (await NaturalnessAsync(await speaking.SpeakAsync(text), "naturalness"))
                .ShouldBeGreaterThan(await NaturalnessAsync(await speaking.SpeakAsync(text, "espeak/en-us"), "naturalness") + 0.5);
    }

    [Fact]
    public async Task Nisqa_rates_long_clips_in_pieces_and_leaves_out_snippets()
    {
        AudioBuffer clip = await speaking.SpeakAsync(Speaking.Weather);
        double once = await NaturalnessAsync(clip, "mos");
        AudioBuffer twentyTimes = Damage.Join([.. Enumerable.Repeat(clip, 20)]);
        twentyTimes.Seconds.ShouldBeGreaterThan(60);
        (await NaturalnessAsync(twentyTimes, "mos")).ShouldBe(once, 0.7);
        IReadOnlyList<Metric> snippet = await judges.Require().Naturalness!.PredictAsync(
            new AudioBuffer(clip.Mono[..(clip.SampleRate / 8)].ToArray(), clip.SampleRate), Speaking.Weather, TestContext.Current.CancellationToken);
        snippet.ShouldAllBe(metric => metric.Value == null && metric.Normalized == null);
    }

    [Fact]
    public async Task DnsMos_hears_noise()
    {
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.Weather);
        foreach (string name in new[] { "dnsmos_overall", "dnsmos_background" })
        {
            double[] clarity = [.. await Task.WhenAll(new[] { clean, Damage.Noise(clean, 20), Damage.Noise(clean, 5) }.Select(clip => ClarityAsync(clip, name)))];
            clarity.ShouldBeInOrder(SortDirection.Descending, name);
        }
    }

    [Fact]
    public async Task Scores_with_judges_keep_the_order_of_speech()
    {
        var scorer = new AudioScorer(speaking.Recognizer, models: judges.Require());
        AudioBuffer clean = await speaking.SpeakAsync(Speaking.House);
        Score best = await scorer.ScoreSpeechAsync(clean, Speaking.House, TestContext.Current.CancellationToken);
        best.Metrics.Select(metric => metric.Name).ShouldContain("dnsmos_overall");
        best.Metrics.Where(metric => metric.Name is "mos" or "noisiness" or "discontinuity" or "coloration" or "loudness" or "naturalness")
            .Sum(metric => metric.Weight).ShouldBe(new SpeechWeights().Naturalness, 1e-9);
        foreach (AudioBuffer worse in new[] { Damage.Noise(clean, 15), Damage.Clip(clean, 8), Damage.Cut(clean, 0.7) })
            (await scorer.ScoreSpeechAsync(worse, Speaking.House, TestContext.Current.CancellationToken)).Value.ShouldBeLessThan(best.Value - 0.03);
    }

    [Fact]
    public async Task The_classic_profile_takes_the_opinions_of_Nisqa_as_the_network_does()
    {
        var classic = new AudioScorer(speaking.Recognizer, new ScoringOptions { Profile = ScoringProfile.Classic }, models: judges.Require());
        foreach (AudioBuffer clip in new[] { await speaking.SpeakAsync(Speaking.Weather), Damage.Noise(await speaking.SpeakAsync(Speaking.Weather), 25) })
        {
            Score score = await classic.ScoreSpeechAsync(clip, Speaking.Weather, TestContext.Current.CancellationToken);
            double Opinion(string name) => (score.Metrics.Single(metric => metric.Name == name).Value!.Value - 1) / 4;
            double right = 1 - score.Metrics.Single(metric => metric.Name == "word_error_rate").Value!.Value;
            double expected = 0.28 * Opinion("mos") + 0.08 * (Opinion("noisiness") + Opinion("discontinuity") + Opinion("coloration") + Opinion("loudness")) + 0.40 * right;
            score.Value.ShouldBe(Math.Round(Math.Clamp(expected, 0, 1), 3), 1e-9);
            score.Metrics.ShouldNotContain(metric => metric.Name == "dnsmos_overall");
        }
    }

    [Theory]
    [InlineData("flite_slt_16k.wav", 4.630373954772949, 3.2171404361724854)]
    [InlineData("espeak_stereo_22k.wav", 2.5489118099212646, 2.6363985538482666)]
    [InlineData("flite_rms_44k.wav", 4.646405220031738, 2.937678575515747)]
    public async Task A_scored_file_has_the_opinions_that_the_reference_has_of_it(string file, double mos, double naturalness)
    {
        string? path = TestPaths.GoldenFolders.Select(folder => Path.Combine(folder, "nisqa", file)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, $"no golden recording nisqa/{file}");
        AudioBuffer audio = await AudioFile.ReadAsync(path!, cancellationToken: TestContext.Current.CancellationToken);
        var scorer = new AudioScorer(speaking.Recognizer, new ScoringOptions { MaxSecondsPerSyllable = 100 }, models: judges.Require());
        Score score = await scorer.ScoreSpeechAsync(audio, Speaking.Station, TestContext.Current.CancellationToken);
        Value(score.Metrics, "mos").ShouldBe(mos, 1e-3);
        Value(score.Metrics, "naturalness").ShouldBe(naturalness, 1e-3);
    }

    private async Task<double> NaturalnessAsync(AudioBuffer audio, string name) =>
        Value(await judges.Require().Naturalness!.PredictAsync(audio.ToMono(), Speaking.Weather, TestContext.Current.CancellationToken), name);

    private async Task<double> ClarityAsync(AudioBuffer audio, string name) =>
        Value(await judges.Require().Clarity!.PredictAsync(audio.ToMono(), TestContext.Current.CancellationToken), name);

    private static double Value(IReadOnlyList<Metric> metrics, string name) => metrics.Single(metric => metric.Name == name).Value!.Value;
}
