using AudioSubnet.Dsp;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Models.Clap;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Music;
using AudioSubnet.Scoring.Tests.Music;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Judges;

/// <summary>CLAP in the score of music, with a small random checkpoint: what it says is noise, how it counts is real.</summary>
[Trait("Area", "scoring")]
public sealed class ClapJudgeTests(Speaking speaking)
{
    private const string Prompt = "calm piano ballad at 80 bpm";

    private static string Checkpoint => Path.Combine(TestPaths.Repository, "tests", "golden", "clap", "tiny");

    [Fact]
    public async Task Music_is_ranked_against_other_prompts_and_the_report_names_the_best()
    {
        AudioBuffer music = await MusicClips.ComposeAsync("happy pop");
        using ScoringModels models = Find(new ScoringOptions());
        Score score = await ScoreAsync(music, models, ScoringProfile.Default);
        Metric rank = Of(score, "prompt_rank"), consistency = Of(score, "text_audio_consistency");
        string[] distractors = [.. new PromptMatcher(models.TextAudio!).Distractors];
        rank.Value!.Value.ShouldBeInRange(0, 1);
        rank.Normalized!.Value.ShouldBe(Math.Clamp(2 * rank.Value.Value - 1, 0, 1), 1e-9);
        rank.Weight.ShouldBe(new MusicWeights().PromptRank);
        rank.Explanation.ShouldContain($"of {distractors.Length} others");
        distractors.Count(text => rank.Explanation.Contains($"'{text}'", StringComparison.Ordinal)).ShouldBe(1);
        consistency.Weight.ShouldBe(0);

        using ClapModel model = ClapModel.Open(Checkpoint);
        float[] text = model.EmbedText([Prompt], TestContext.Current.CancellationToken)[0];
        double cosine = model.EmbedWindows(music, TestContext.Current.CancellationToken).Average(window => ClapModel.Similarity(window, text));
        consistency.Value!.Value.ShouldBe(cosine, 0.02); // the scorer takes a constant offset off first
        (await ScoreAsync(music, models, ScoringProfile.Default)).Value.ShouldBe(score.Value);
    }

    [Fact]
    public async Task The_rank_moves_the_score_by_its_weight()
    {
        AudioBuffer music = await MusicClips.ComposeAsync("happy pop");
        using ScoringModels models = Find(new ScoringOptions());
        Score with = await ScoreAsync(music, models, ScoringProfile.Default), without = await ScoreAsync(music, models: null, ScoringProfile.Default);
        double weights = without.Metrics.Where(metric => metric.Normalized is not null).Sum(metric => metric.Weight), share = new MusicWeights().PromptRank / (weights + new MusicWeights().PromptRank);
        double rank = Math.Max(Of(with, "prompt_rank").Normalized!.Value, new ScoringOptions().MetricFloor);
        double gates = without.Metrics.Where(metric => metric.Name is "duration" or "music" or "repetition").Aggregate(1.0, (product, gate) => product * gate.Normalized!.Value);
        with.Value.ShouldBe(gates * Math.Pow(without.Value / gates, 1 - share) * Math.Pow(rank, share), 0.002);
    }

    [Fact]
    public async Task Clips_of_all_lengths_and_rates_are_compared()
    {
        using ScoringModels models = Find(new ScoringOptions());
        AudioBuffer music = await MusicClips.ComposeAsync("happy pop");
        foreach (AudioBuffer clip in new[] { Damage.Cut(music, 0.02), Damage.Cut(music, 0.7), new AudioBuffer(music.Mono.ToArray(), 8000), new AudioBuffer(new float[100], 32000) })
        {
            Score score = await ScoreAsync(clip, models, ScoringProfile.Default);
            score.Value.ShouldBeInRange(0, 1);
            score.Metrics.ShouldAllBe(metric => metric.Value == null || double.IsFinite(metric.Value.Value));
        }
    }

    [Theory]
    [InlineData(20, 0.5, 0.6 * 0.5 + 0.4 * 0.5)]
    [InlineData(20, 0.2, 0.6 * 0.5 + 0.4 * 0.2)]
    [InlineData(20, 0.19, 0)]
    [InlineData(60, -0.3, 0)]
    public void The_classic_score_is_six_tenths_noise_and_four_tenths_consistency_and_0_under_its_least(double decibels, double cosine, double expected)
    {
        Metric[] metrics = [Measured("signal_to_noise", decibels), Measured("harmonic_to_noise", 0), Measured("text_audio_consistency", cosine)];
        ClassicFormula.Music(metrics).Value.ShouldBe(expected, 1e-9);
        ClassicFormula.Music(metrics[..2]).Value.ShouldBeGreaterThan(0, "without the model, the sound alone counts");

        static Metric Measured(string name, double value) => new(name, value, "", null, 0, "");
    }

    [Fact]
    public async Task The_classic_profile_takes_the_model_s_consistency()
    {
        AudioBuffer music = await MusicClips.ComposeAsync("happy pop");
        using ScoringModels models = Find(new ScoringOptions());
        Score score = await ScoreAsync(music, models, ScoringProfile.Classic);
        double consistency = Of(score, "text_audio_consistency").Value!.Value, snr = 1 / (1 + Math.Exp(-(Of(score, "signal_to_noise").Value!.Value - 20) / 10));
        double gates = score.Metrics.Where(metric => metric.Name is "duration" or "music" or "repetition").Aggregate(1.0, (product, gate) => product * gate.Normalized!.Value);
        score.Value.ShouldBe(consistency < 0.2 ? 0 : gates * (0.6 * snr + 0.4 * consistency), 1e-6);
    }

    [Fact]
    public void Each_text_is_read_once_whatever_is_scored()
    {
        using var clap = new ClapEmbedder(ClapModel.Open(Checkpoint), "tiny", "none");
        var counting = new CountingEmbedder(clap);
        var matcher = new PromptMatcher(counting);
        var sound = new AudioBuffer([.. Enumerable.Range(0, 48000).Select(i => MathF.Sin(i * 0.05f))], 48000);
        double First(string prompt) => matcher.Measure(sound, prompt, 1, TestContext.Current.CancellationToken)[0].Value!.Value;

        matcher.Distractors.Count.ShouldBe(32);
        matcher.Distractors.Distinct().Count().ShouldBe(32);
        matcher.Distractors.ShouldBe(new PromptMatcher(counting).Distractors);
        double once = First("a song of rain");
        counting.Texts.ShouldBe(33);
        First("a song of rain").ShouldBe(once);
        counting.Texts.ShouldBe(33);
        First(matcher.Distractors[3]);
        counting.Texts.ShouldBe(33);
        Parallel.For(0, 8, i => First($"song {i % 2}"));
        counting.Texts.ShouldBe(35);
    }

    [Fact]
    public void The_cache_forgets_what_was_used_longest_ago()
    {
        using var clap = new ClapEmbedder(ClapModel.Open(Checkpoint), "tiny", "none");
        var counting = new CountingEmbedder(clap);
        var cache = new TextEmbeddingCache(counting, capacity: 3);
        void Read(params string[] texts) => cache.Get(texts, TestContext.Current.CancellationToken).Count.ShouldBe(texts.Length);

        Read("a", "b", "c");
        Read("a");
        Read("d"); // b goes
        counting.Texts.ShouldBe(4);
        Read("a", "c", "d");
        counting.Texts.ShouldBe(4);
        Read("b");
        counting.Texts.ShouldBe(5);
        Read("x", "x");
        counting.Texts.ShouldBe(6);
    }

    [Fact]
    public void The_first_model_that_is_there_and_whose_terms_allow_it_judges()
    {
        string[] names = ["laion/clap-htsat-unfused", Checkpoint];
        using ScoringModels models = Find(new ScoringOptions { TextAudioModels = names });
        models.TextAudio!.Name.ShouldBe(Checkpoint);
        models.Judges.Single(judge => judge.Name == Checkpoint).Absence.ShouldBeNull();
        using ScoringModels permissive = Find(new ScoringOptions { PermissiveOnly = true });
        permissive.TextAudio.ShouldBeNull();
        permissive.Judges[^1].Absence!.ShouldContain("licence");
    }

    [Theory]
    [InlineData("laion/clap-htsat-unfused")]
    [InlineData("laion/larger_clap_music")]
    public void Published_weights_are_found_under_their_name_and_may_be_used_commercially(string name)
    {
        DirectoryInfo models = Directory.CreateTempSubdirectory("audiosubnet-models-");
        try
        {
            DirectoryInfo folder = models.CreateSubdirectory(name);
            foreach (string file in Directory.EnumerateFiles(Checkpoint))
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            using var hub = new HuggingFaceHub(HubOptions.FromEnvironment() with { CacheFolder = models.FullName, AssetsFolder = models.FullName });
            using var store = new ModelStore(hub, ModelCatalog.Default, [models.FullName]);
            using ScoringModels found = ScoringModels.Find(new ScoringOptions { PermissiveOnly = true }, store);
            found.TextAudio!.Name.ShouldBe(name);
            found.TextAudio.License.ShouldBe("Apache-2.0");
            found.Judges.Single(judge => judge.Name == name).Path.ShouldBe(folder.FullName);
        }
        finally
        {
            models.Delete(recursive: true);
        }
    }

    private static ScoringModels Find(ScoringOptions options)
    {
        string nothing = Path.Combine(Path.GetTempPath(), "audiosubnet-none");
        using var hub = new HuggingFaceHub(HubOptions.FromEnvironment() with { CacheFolder = nothing, AssetsFolder = nothing });
        using var store = new ModelStore(hub, ModelCatalog.Default, []);
        return ScoringModels.Find(options.TextAudioModels.Contains(Checkpoint) ? options : options with { TextAudioModels = [Checkpoint] }, store);
    }

    private Task<Score> ScoreAsync(AudioBuffer clip, ScoringModels? models, ScoringProfile profile) =>
        new AudioScorer(speaking.Recognizer, new ScoringOptions { Profile = profile }, models: models).ScoreMusicAsync(clip, Prompt, 15, TestContext.Current.CancellationToken);

    private static Metric Of(Score score, string name) => score.Metrics.Single(metric => metric.Name == name);

    /// <summary>Counts the texts that a model reads.</summary>
    private sealed class CountingEmbedder(ITextAudioEmbedder inner) : ITextAudioEmbedder
    {
        private int _texts;

        public string Name => inner.Name;

        public string License => inner.License;

        public int Texts => _texts;

        public IReadOnlyList<float[]> EmbedTexts(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
        {
            Interlocked.Add(ref _texts, texts.Count);
            return inner.EmbedTexts(texts, cancellationToken);
        }

        public IReadOnlyList<float[]> EmbedSound(AudioBuffer audio, CancellationToken cancellationToken = default) => inner.EmbedSound(audio, cancellationToken);
    }
}
