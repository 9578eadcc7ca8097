using System.Text.Json;
using AudioSubnet.Dsp;
using AudioSubnet.Models.SileroVad;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.SileroVad;

[Trait("Area", "golden")]
public sealed class SileroVadGoldenTests : IClassFixture<SileroVadGoldenTests.Model>
{
    private const float Tolerance = 1e-4f;
    private readonly Model _model;

    public SileroVadGoldenTests(Model model) => _model = model;

    public static IEnumerable<TheoryDataRow<string>> Expectations => GoldenCase.Of("silero-vad", "expected.json");

    [Theory]
    [MemberData(nameof(Expectations))]
    public async Task Every_chunk_gets_the_probability_of_the_reference(string file)
    {
        foreach (var (expected, audio) in await GoldenAudio.ReadAsync(file))
        {
            string name = expected.GetProperty("file").GetString()!;
            var states = new List<float[]>();
            SpeechActivity activity = _model.Value.Detect(audio, (_, state) => states.Add(state.ToArray()), TestContext.Current.CancellationToken);
            float[] reference = [.. expected.GetProperty("probabilities").EnumerateArray().Select(value => value.GetSingle())];
            GoldenCase.ShouldMatch(reference, [.. activity.Probabilities], Tolerance, name);

            string details = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(name) + ".safetensors");
            if (!File.Exists(details))
                continue;
            using var golden = GoldenCase.Open(details);
            golden.ShouldMatch("out.probabilities", [.. activity.Probabilities], Tolerance);
            golden.ShouldMatch("mid.state_after_first_chunk", states[0], Tolerance);
            golden.ShouldMatch("mid.state_after_last_chunk", states[^1], Tolerance);
        }
    }

    [Fact]
    public async Task Recordings_that_go_on_at_the_same_time_do_not_disturb_each_other()
    {
        SileroVadModel model = _model.Value;
        AudioBuffer[] clips = [.. Enumerable.Range(1, 4).Select(Hum)];
        SpeechActivity[] alone = [.. clips.Select(clip => model.Detect(clip, TestContext.Current.CancellationToken))];
        SpeechActivity[] together = await Task.WhenAll(clips.Select(clip => Task.Run(() => model.Detect(clip, TestContext.Current.CancellationToken))));
        for (int i = 0; i < clips.Length; i++)
            together[i].Probabilities.ShouldBe(alone[i].Probabilities);
    }

    [Fact]
    public void Nothing_is_no_speech()
    {
        SpeechActivity activity = _model.Value.Detect(new AudioBuffer(Array.Empty<float>(), 16000), TestContext.Current.CancellationToken);
        activity.Probabilities.ShouldBeEmpty();
        activity.SpeechShare().ShouldBe(0);
    }

    private static AudioBuffer Hum(int number) =>
        new([.. Enumerable.Range(0, 16000).Select(i => 0.3f * MathF.Sin(i * 0.02f * number) * MathF.Sin(i * 0.0013f * number))], 16000);

    /// <summary>The published network, loaded once; tests that need it are skipped where it is not.</summary>
    public sealed class Model : IDisposable
    {
        private readonly Lazy<SileroVadModel> _model = new(() => SileroVadModel.Load(PretrainedModels.Require("silero-vad/" + SileroVadModel.FileName)));

        internal SileroVadModel Value => _model.Value;

        public void Dispose()
        {
            if (_model.IsValueCreated)
                _model.Value.Dispose();
        }
    }
}
