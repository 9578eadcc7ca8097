using System.Text.Json;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.DnsMos;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.DnsMos;

[Trait("Area", "golden")]
public sealed class DnsMosGoldenTests : IClassFixture<DnsMosGoldenTests.Model>
{
    // A second of processor time goes into each window: every sixth recording is heard by default, the others in the long run.
    private const int Part = 6;
    private const float ScoreTolerance = 1e-3f, FeatureTolerance = 1e-4f;
    private readonly Model _model;

    public DnsMosGoldenTests(Model model) => _model = model;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("dnsmos", "*_16k.safetensors").Concat(GoldenCase.Of("dnsmos", "*-*.safetensors"));

    public static IEnumerable<TheoryDataRow<string>> Filters => GoldenCase.Of("dnsmos", "mel_filters.safetensors");

    public static IEnumerable<TheoryDataRow<string>> Expectations => GoldenCase.Of("dnsmos", "expected.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_features_of_a_window_are_those_of_both_versions_of_librosa(string file)
    {
        using var golden = GoldenCase.Open(file);
        float[] window = golden.Has("in.window0") ? golden.Floats("in.window0")
            : DnsMosModel.Extend((await GoldenAudio.ReadAsync(file, $"golden/nisqa/{Path.GetFileNameWithoutExtension(file)}.wav")).Mono.Span)[..DnsMosModel.WindowSamples];
        golden.ShouldMatch("mid.p808_features_window0", DnsMosFeatures.Current.Compute(window).Data, FeatureTolerance);
        if (golden.Has("mid.p808_features_window0_librosa_0_8_1"))
            golden.ShouldMatch("mid.p808_features_window0_librosa_0_8_1", DnsMosFeatures.Librosa081.Compute(window).Data, FeatureTolerance);
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void The_mel_filters_are_those_of_both_versions_of_librosa(string file)
    {
        using var golden = GoldenCase.Open(file);
        golden.ShouldMatch("mel_filters_librosa_0_10", Weights(new MelFilterBank(16000, 321, 120)), 1e-6f);
        golden.ShouldMatch("mel_filters_librosa_0_8_1", Weights(new MelFilterBank(16000, 320, 120)), 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task Recordings_get_the_scores_of_the_reference(string file) => Compare((await GoldenAudio.ReadAsync(file)).Where((_, index) => index % Part == 0));

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task All_other_recordings_get_them_too(string file)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AUDIOSUBNET_LONG") == "1", "they take a minute: set AUDIOSUBNET_LONG=1, or run ./test golden --long");
        Compare((await GoldenAudio.ReadAsync(file)).Where((_, index) => index % Part != 0));
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task The_older_features_give_the_scores_that_they_gave(string file)
    {
        DnsMosModel model = _model.Value;
        foreach (var (expected, audio) in (await GoldenAudio.ReadAsync(file)).Take(1))
        {
            DnsMosScores scores = model.Predict(audio, DnsMosFeatures.Librosa081, int.MaxValue, TestContext.Current.CancellationToken);
            GoldenCase.ShouldMatch([expected.GetProperty("P808_librosa_0_8_1").GetSingle()], [(float)scores.P808], ScoreTolerance, expected.GetProperty("file").GetString()!);
        }
    }

    [Theory]
    [InlineData(144159, 0)]
    [InlineData(144160, 1)]
    [InlineData(11 * 16000, 2)]
    [InlineData(34 * 16000 - 1, 7)]
    [InlineData(34 * 16000, 8)]
    public void Windows_that_come_out_a_sample_short_are_left_out(int samples, int windows) => DnsMosModel.WindowStarts(samples).Count.ShouldBe(windows);

    [Fact]
    public void A_file_with_other_content_is_not_loaded()
    {
        string folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;
        File.WriteAllBytes(Path.Combine(folder, DnsMosModel.SignalFile), [1, 2, 3]);
        Should.Throw<InferenceException>(() => DnsMosModel.Load(folder)).Message.ShouldContain("SHA-256");
        Directory.Delete(folder, recursive: true);
        Should.Throw<InferenceException>(() => DnsMosModel.Load(folder)).Message.ShouldContain(DnsMosModel.SignalFile);
    }

    [Fact]
    public void An_empty_recording_is_refused() =>
        Should.Throw<ArgumentException>(() => _model.Value.Predict(new AudioBuffer(Array.Empty<float>(), 16000), TestContext.Current.CancellationToken));

    private void Compare(IEnumerable<(JsonElement Expected, AudioBuffer Audio)> recordings)
    {
        DnsMosModel model = _model.Value;
        foreach ((JsonElement expected, AudioBuffer audio) in recordings)
        {
            string name = expected.GetProperty("file").GetString()!;
            DnsMosScores scores = model.Predict(audio, TestContext.Current.CancellationToken);
            float[] reference = [.. new[] { "SIG", "BAK", "OVRL", "P808" }.Select(key => expected.GetProperty(key).GetSingle())];
            GoldenCase.ShouldMatch(reference, [(float)scores.Signal, (float)scores.Background, (float)scores.Overall, (float)scores.P808], ScoreTolerance, name);
            DnsMosModel.WindowStarts(DnsMosModel.Extend(audio.Mono.Span).Length).Count.ShouldBe(expected.GetProperty("windows_scored").GetInt32(), name);
        }
    }

    /// <summary>[bins, bands].</summary>
    private static float[] Weights(MelFilterBank filters) =>
        [.. Enumerable.Range(0, filters.Bins * filters.Bands).Select(i => filters.Weight(i % filters.Bands, i / filters.Bands))];

    /// <summary>The published networks, loaded once; tests that need them are skipped where they are not.</summary>
    public sealed class Model : IDisposable
    {
        private readonly Lazy<DnsMosModel> _model = new(() => DnsMosModel.Load(Path.GetDirectoryName(PretrainedModels.Require("dnsmos/" + DnsMosModel.SignalFile))!));

        internal DnsMosModel Value => _model.Value;

        public void Dispose()
        {
            if (_model.IsValueCreated)
                _model.Value.Dispose();
        }
    }
}
