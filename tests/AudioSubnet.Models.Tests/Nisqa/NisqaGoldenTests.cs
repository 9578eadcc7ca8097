using System.Text.Json;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Features;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Nisqa;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.Nisqa;

[Trait("Area", "golden")]
public sealed class NisqaGoldenTests : IClassFixture<NisqaGoldenTests.Models>
{
    private const float MelTolerance = 1e-3f, ScoreTolerance = 1e-3f;
    private readonly Models _models;

    public NisqaGoldenTests(Models models) => _models = models;

    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Of("nisqa", "*.safetensors");

    public static IEnumerable<TheoryDataRow<string>> Expectations => GoldenCase.Of("nisqa", "expected.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_mel_front_end_is_that_of_the_reference(string file)
    {
        using var golden = GoldenCase.Open(file);
        AudioBuffer audio = await AudioFile.ReadAsync(Path.ChangeExtension(file, ".wav"), cancellationToken: TestContext.Current.CancellationToken);
        var quality = new NisqaConfig { HasDimensions = true };
        FrameMatrix mel = NisqaMel.Compute(audio, quality);
        golden.ShouldMatch("mid.melspec_db", Transposed(mel), MelTolerance);
        float[] segments = NisqaMel.Segments(mel, quality);
        golden.ShouldMatch("mid.segments_first3", segments.AsSpan(0, 3 * quality.MelBands * quality.SegmentFrames), MelTolerance);
        golden.ShouldMatch("mid.tts.melspec_db", Transposed(NisqaMel.Compute(audio, quality with { MaxFrequency = 8000 })), MelTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_network_gives_the_numbers_of_the_reference(string file)
    {
        using var golden = GoldenCase.Open(file);
        AudioBuffer audio = await AudioFile.ReadAsync(Path.ChangeExtension(file, ".wav"), cancellationToken: TestContext.Current.CancellationToken);
        using (SessionOutputs outputs = _models.Quality.Run(NisqaMel.Compute(audio, _models.Quality.Config), TestContext.Current.CancellationToken))
        {
            if (golden.Has("mid.cnn_out"))
            {
                golden.ShouldMatch("mid.cnn_out", outputs["cnn_out"].Floats, 1e-3f);
                golden.ShouldMatch("mid.time_dependency", outputs["time_dependency"].Floats, 1e-3f);
            }
            golden.ShouldMatch("out.mos_noi_dis_col_loud", outputs[NisqaNetwork.Scores].Floats, ScoreTolerance);
        }
        using SessionOutputs natural = _models.Naturalness.Run(NisqaMel.Compute(audio, _models.Naturalness.Config), TestContext.Current.CancellationToken);
        if (golden.Has("mid.tts.cnn_out"))
        {
            golden.ShouldMatch("mid.tts.cnn_out", natural["cnn_out"].Floats, 1e-3f);
            golden.ShouldMatch("mid.tts.time_dependency_last", natural["time_dependency"].Floats[^(int)golden["mid.tts.time_dependency_last"].ElementCount..], 1e-3f);
        }
        golden.ShouldMatch("out.tts.naturalness", natural[NisqaNetwork.Scores].Floats, ScoreTolerance);
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task Every_recording_gets_the_scores_of_the_reference(string file)
    {
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        foreach (JsonElement recording in json.RootElement.EnumerateArray())
        {
            string name = recording.GetProperty("file").GetString()!;
            AudioBuffer audio = await AudioFile.ReadAsync(Path.Combine(Path.GetDirectoryName(file)!, name), cancellationToken: TestContext.Current.CancellationToken);
            NisqaScores scores = _models.Quality.Predict(audio, TestContext.Current.CancellationToken);
            JsonElement expected = recording.GetProperty("nisqa");
            float[] reference = [.. new[] { "mos", "noisiness", "discontinuity", "coloration", "loudness" }.Select(dimension => expected.GetProperty(dimension).GetSingle())];
            GoldenCase.ShouldMatch(reference, [scores.Mos, scores.Noisiness!.Value, scores.Discontinuity!.Value, scores.Coloration!.Value, scores.Loudness!.Value], ScoreTolerance, name);
            NisqaScores naturalness = _models.Naturalness.Predict(audio, TestContext.Current.CancellationToken);
            GoldenCase.ShouldMatch([recording.GetProperty("nisqa_tts").GetProperty("naturalness").GetSingle()], [naturalness.Mos], ScoreTolerance, name);
            naturalness.Noisiness.ShouldBeNull();
        }
    }

    [Fact]
    public void A_recording_that_is_too_short_or_too_long_is_refused_with_the_limit()
    {
        Should.Throw<InferenceException>(() => _models.Quality.Predict(new AudioBuffer(new float[1600], 16000))).Message.ShouldContain("15");
        Should.Throw<InferenceException>(() => _models.Quality.Predict(new AudioBuffer(new float[16000 * 53], 16000))).Message.ShouldContain("52 s");
    }

    [Fact]
    public void Both_files_of_the_weights_give_the_same_scores()
    {
        using var safetensors = NisqaModel.Load(PretrainedModels.Require("nisqa/nisqa.safetensors"));
        var random = new Random(3);
        var noise = new AudioBuffer([.. Enumerable.Range(0, 16000).Select(_ => (float)(random.NextDouble() - 0.5) / 5)], 16000);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        safetensors.Predict(noise, cancellation).ShouldBe(_models.Quality.Predict(noise, cancellation));
    }

    private static float[] Transposed(FrameMatrix mel)
    {
        var values = new float[mel.Frames * mel.Values];
        for (int frame = 0; frame < mel.Frames; frame++)
            for (int band = 0; band < mel.Values; band++)
                values[band * mel.Frames + frame] = mel[frame, band];
        return values;
    }

    /// <summary>The two published models, loaded once, with their intermediate values; tests that need them are skipped where the weights are not.</summary>
    public sealed class Models : IDisposable
    {
        private readonly Lazy<NisqaModel> _quality = new(() => NisqaModel.Load(PretrainedModels.Require("nisqa/nisqa.tar"), taps: true));
        private readonly Lazy<NisqaModel> _naturalness = new(() => NisqaModel.Load(PretrainedModels.Require("nisqa/nisqa_tts.tar"), taps: true));

        internal NisqaModel Quality => _quality.Value;

        internal NisqaModel Naturalness => _naturalness.Value;

        public void Dispose()
        {
            if (_quality.IsValueCreated)
                _quality.Value.Dispose();
            if (_naturalness.IsValueCreated)
                _naturalness.Value.Dispose();
        }
    }
}
