using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Tests.Music;

/// <summary>A score of music orders sounds as listeners would.</summary>
[Trait("Area", "scoring")]
public sealed class MusicScoreTests(Speaking speaking)
{
    private const string Prompt = "a happy pop song with piano and drums";

    [Theory]
    [InlineData(ScoringProfile.Default)]
    [InlineData(ScoringProfile.Classic)]
    public async Task What_is_no_music_scores_below_all_music(ScoringProfile profile)
    {
        AudioScorer scorer = Scorer(profile);
        double lowest = 1;
        foreach (string prompt in (string[])["happy pop", "heavy metal", "calm ambient", "solo flute", "techno", "jazz", "slow sad violin", "march", "drum and bass", "solo piano"])
            lowest = Math.Min(lowest, await ScoreAsync(scorer, await MusicClips.ComposeAsync(prompt), prompt));
        AudioBuffer piece = await MusicClips.ComposeAsync("happy pop");
        AudioBuffer spoken = await speaking.SpeakAsync(string.Join(' ', Enumerable.Repeat(Speaking.Weather, 4)));
        var impostors = new Dictionary<string, AudioBuffer>
        {
            ["sine"] = MusicClips.Sine(440),
            ["50 Hz hum"] = MusicClips.Hum(),
            ["white noise"] = MusicClips.WhiteNoise(),
            ["clicks"] = MusicClips.Clicks(),
            ["looped half second"] = MusicClips.Loop(piece, 4, 0.5),
            ["looped two seconds"] = MusicClips.Loop(piece, 4, 2),
            ["silence"] = Damage.Silence(piece),
            ["a spoken prompt"] = spoken,
        };
        foreach ((string name, AudioBuffer sound) in impostors)
            (await ScoreAsync(scorer, sound, Prompt, sound.Seconds)).ShouldBeLessThan(0.5 * lowest, $"{name} against the lowest music {lowest:0.000}");
    }

    [Fact]
    public async Task A_pulse_without_pitches_is_worth_little()
    {
        var random = new Random(4);
        double[] burst = [.. Enumerable.Range(0, MusicClips.Rate).Select(_ => 2 * random.NextDouble() - 1)];
        AudioBuffer bursts = MusicClips.Make(t => (t * 2 % 1 < 0.2 ? 0.4 : 0.01) * (2 * random.NextDouble() - 1));
        AudioBuffer speech = await speaking.SpeakAsync(string.Join(' ', Enumerable.Repeat(Speaking.House, 4)));
        AudioBuffer metronome = Damage.Map(speech, (sample, i) => sample + (i % (speech.SampleRate / 2) is var at && at < speech.SampleRate / 80 ? (float)(0.4 * burst[at]) : 0));
        AudioScorer scorer = Scorer(ScoringProfile.Default);
        (await ScoreAsync(scorer, bursts, Prompt)).ShouldBeLessThan(0.25);
        (await ScoreAsync(scorer, metronome, Prompt, metronome.Seconds)).ShouldBeLessThan(0.35);
    }

    [Fact]
    public async Task Composed_music_scores_well()
    {
        foreach (string prompt in (string[])["happy pop", "heavy metal", "calm ambient", "solo flute", "techno", "jazz", "slow sad violin", "march"])
            (await ScoreAsync(Scorer(ScoringProfile.Default), await MusicClips.ComposeAsync(prompt), prompt)).ShouldBeGreaterThan(0.7, prompt);
    }

    [Theory]
    [InlineData("happy pop")]
    [InlineData("smooth jazz with saxophone")]
    [InlineData("calm ambient")]
    public async Task Noise_lowers_the_score_more_the_louder_it_is(string prompt)
    {
        AudioBuffer clean = await MusicClips.ComposeAsync(prompt);
        await FallsAsync(prompt, clean, [.. new double[] { 30, 20, 10, 0 }.Select(decibels => Damage.Noise(clean, decibels))]);
    }

    [Theory]
    [InlineData("happy pop")]
    [InlineData("smooth jazz with saxophone")]
    public async Task Clipping_lowers_the_score_more_the_harder_it_is(string prompt)
    {
        AudioBuffer clean = await MusicClips.ComposeAsync(prompt);
        await FallsAsync(prompt, clean, [.. new[] { 1.5f, 3, 8 }.Select(drive => Damage.Clip(clean, drive))]);
    }

    [Fact]
    public async Task Silenced_parts_lower_the_score()
    {
        AudioBuffer clean = await MusicClips.ComposeAsync("happy pop");
        await FallsAsync("happy pop", clean, [.. new[] { 0.2, 0.4, 0.7 }.Select(share =>
            Damage.Map(clean, (sample, i) => i % (2 * MusicClips.Rate) < share * 2 * MusicClips.Rate ? 0 : sample))]);
    }

    [Theory]
    [InlineData(ScoringProfile.Default)]
    [InlineData(ScoringProfile.Classic)]
    public async Task Missing_seconds_cost_what_the_rule_says(ScoringProfile profile)
    {
        AudioScorer scorer = Scorer(profile);
        AudioBuffer piece = await MusicClips.ComposeAsync("happy pop");
        foreach ((double seconds, double factor) in ((double, double)[])[(15, 1), (14.99, 1), (14.6, 0.9), (14.1, 0.8), (13.6, 0.7), (13.1, 0.6), (12.9, 0), (12.4, 0), (5, 0)])
        {
            Score score = await scorer.ScoreMusicAsync(Damage.Cut(piece, seconds / 15), "happy pop", 15, TestContext.Current.CancellationToken);
            score.Metrics.Single(metric => metric.Name == "duration").Normalized.ShouldBe(factor, $"{seconds} s");
            (score.Value > 0).ShouldBe(factor > 0, $"{seconds} s");
        }
    }

    [Fact]
    public async Task Music_much_longer_than_asked_scores_less_the_longer_it_is()
    {
        AudioBuffer piece = await MusicClips.ComposeAsync("happy pop");
        double[] scores = [.. await Task.WhenAll(new[] { 15, 12.5, 11, 7 }.Select(asked => ScoreAsync(Scorer(ScoringProfile.Default), piece, "happy pop", asked)))];
        scores.ShouldBeInOrder(SortDirection.Descending);
        scores[1].ShouldBeLessThan(scores[0]);
        scores[^1].ShouldBe(0);
    }

    [Fact]
    public async Task Hum_does_not_win_by_its_signal_to_noise_ratio()
    {
        // The original compared a signal with its own pre-emphasis, which favours low tones: hum beat every piece.
        foreach (ScoringProfile profile in (ScoringProfile[])[ScoringProfile.Default, ScoringProfile.Classic])
        {
            double music = await ScoreAsync(Scorer(profile), await MusicClips.ComposeAsync("happy pop"), "happy pop");
            (await ScoreAsync(Scorer(profile), MusicClips.Hum(), "happy pop")).ShouldBeLessThan(0.1 * music);
            (await ScoreAsync(Scorer(profile), Damage.Hum(await MusicClips.ComposeAsync("happy pop"), 0), "happy pop")).ShouldBeLessThanOrEqualTo(music);
        }
    }

    [Fact]
    public async Task Stated_key_is_checked()
    {
        foreach (int seed in Enumerable.Range(1, 4))
        {
            AudioBuffer piece = await MusicClips.ComposeAsync("folk song in D major with guitar and flute", seed: seed);
            double right = await MetricAsync(piece, "folk song in D major", "prompt_key"), wrong = await MetricAsync(piece, "folk song in Ab major", "prompt_key");
            right.ShouldBeGreaterThan(wrong + 0.4);
        }
    }

    [Fact]
    public async Task Stated_tempo_is_checked()
    {
        foreach (int seed in Enumerable.Range(1, 4))
        {
            AudioBuffer piece = await MusicClips.ComposeAsync("rock at 120 bpm", seed: seed);
            double right = await MetricAsync(piece, "rock at 120 bpm", "prompt_tempo"), wrong = await MetricAsync(piece, "rock at one hundred and one bpm", "prompt_tempo");
            right.ShouldBeGreaterThan(wrong + 0.3);
        }
    }

    [Fact]
    public async Task Words_for_pace_and_energy_are_checked()
    {
        AudioBuffer still = await MusicClips.ComposeAsync("calm ambient, slow"), lively = await MusicClips.ComposeAsync("fast aggressive metal");
        (await MetricAsync(still, "slow and calm", "prompt_energy")).ShouldBeGreaterThan(await MetricAsync(lively, "slow and calm", "prompt_energy") + 0.3);
        (await MetricAsync(lively, "fast and energetic", "prompt_energy")).ShouldBeGreaterThan(await MetricAsync(still, "fast and energetic", "prompt_energy") + 0.3);
        (await MetricAsync(still, "slow", "prompt_pace")).ShouldBeGreaterThan(await MetricAsync(lively, "slow", "prompt_pace") + 0.3);
    }

    [Fact]
    public async Task What_is_not_measured_is_listed_with_the_reason()
    {
        Score score = await Scorer(ScoringProfile.Default).ScoreMusicAsync(await MusicClips.ComposeAsync("happy pop"), "happy pop", 15, TestContext.Current.CancellationToken);
        foreach (string name in (string[])["prompt_tempo", "prompt_key", "text_audio_consistency"])
        {
            Metric metric = score.Metrics.Single(metric => metric.Name == name);
            metric.Value.ShouldBeNull();
            metric.Normalized.ShouldBeNull();
            metric.Explanation.ShouldStartWith("Not measured: ");
        }
        score.Metrics.ShouldAllBe(metric => metric.Value == null || double.IsFinite(metric.Value.Value));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1)]
    public async Task Short_clips_are_scored_without_complaint(double seconds)
    {
        AudioBuffer clip = Damage.Cut(await MusicClips.ComposeAsync("happy pop"), seconds / 15);
        Score score = await Scorer(ScoringProfile.Default).ScoreMusicAsync(clip, "happy pop", seconds, TestContext.Current.CancellationToken);
        score.Value.ShouldBeInRange(0, 1);
        score.Metrics.ShouldAllBe(metric => metric.Value == null || double.IsFinite(metric.Value.Value));
    }

    private AudioScorer Scorer(ScoringProfile profile) => new(speaking.Recognizer, new ScoringOptions { Profile = profile });

    private static async Task<double> ScoreAsync(AudioScorer scorer, AudioBuffer audio, string prompt, double seconds = 15) =>
        (await scorer.ScoreMusicAsync(audio, prompt, seconds, TestContext.Current.CancellationToken)).Value;

    private async Task<double> MetricAsync(AudioBuffer audio, string prompt, string name) =>
        (await Scorer(ScoringProfile.Default).ScoreMusicAsync(audio, prompt, 15, TestContext.Current.CancellationToken)).Metrics.Single(metric => metric.Name == name).Normalized!.Value;

    private async Task FallsAsync(string prompt, AudioBuffer clean, AudioBuffer[] damaged)
    {
        AudioScorer scorer = Scorer(ScoringProfile.Default);
        double last = await ScoreAsync(scorer, clean, prompt);
        foreach (AudioBuffer clip in damaged)
        {
            double score = await ScoreAsync(scorer, clip, prompt);
            score.ShouldBeLessThan(last);
            last = score;
        }
    }
}
