using AudioSubnet.Dsp;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Scoring.Cloning;
using AudioSubnet.Scoring.Judges;

namespace AudioSubnet.Scoring.Tests.Cloning;

/// <summary>Clones are judged by the speaker encoder where its weights are; random weights show what the numbers do, not that they mean something.</summary>
[Trait("Area", "scoring")]
public sealed class SpeakerScoreTests : IDisposable
{
    /// <summary>Random weights find all voices alike, so the curve is stretched.</summary>
    private static readonly ScoringOptions Stretched = new()
    {
        SpeakerCurve = new SpeakerCurve { OtherSpeaker = -1, Threshold = 0.5, SameSpeaker = 1.5, Ceiling = 0.99999, SameRecording = 1.1 },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;
    private readonly HuggingFaceHub _hub;
    private readonly ModelStore _store;
    private readonly Speaking _speaking;

    public SpeakerScoreTests(Speaking speaking)
    {
        _speaking = speaking;
        string weights = Directory.CreateDirectory(Path.Combine(_folder, "microsoft", "wavlm-base-plus-sv")).FullName;
        foreach (string file in Directory.EnumerateFiles(TinySpeakerEncoder.Folder).Where(file => !Path.GetFileName(file).StartsWith("case", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(weights, Path.GetFileName(file)));
        _hub = new HuggingFaceHub(HubOptions.FromEnvironment() with { CacheFolder = _folder, AssetsFolder = _folder });
        _store = new ModelStore(_hub, ModelCatalog.Default, [_folder]);
    }

    [Fact]
    public async Task The_encoder_takes_the_place_of_the_signal_statistics()
    {
        Score score = await ScoreAsync(Stretched, await _speaking.SpeakAsync(Speaking.House), await _speaking.SpeakAsync(Speaking.Station), Speaking.House);
        Metric similarity = Of(score, "speaker_similarity");
        similarity.Weight.ShouldBe(1);
        similarity.Normalized!.Value.ShouldBe(Stretched.SpeakerCurve.Similarity(similarity.Value!.Value) * Of(score, "speaker_independence").Normalized!.Value, 1e-9);
        similarity.Explanation.ShouldContain("cosine of");
        foreach (string standIn in new[] { "timbre_similarity", "pitch_similarity", "mel_cosine" })
            Of(score, standIn).Weight.ShouldBe(0);
        double spoken = (await new AudioScorer(_speaking.Recognizer, Stretched).ScoreSpeechAsync(await _speaking.SpeakAsync(Speaking.House), Speaking.House, TestContext.Current.CancellationToken)).Value;
        score.Value.ShouldBe(0.4 * similarity.Normalized.Value + 0.6 * spoken, 1e-9, score.Explanation);
    }

    [Fact]
    public async Task A_disguised_reference_stops_at_the_ceiling()
    {
        AudioBuffer reference = await _speaking.SpeakAsync(Speaking.House);
        var blind = new ScoringOptions { CopiedShareLimit = 1 }; // the search for copied pieces is switched off
        Score score = await ScoreAsync(blind, Damage.Gain(reference, 0.5f), reference, Speaking.House);
        score.Value.ShouldBe(0);
        score.Explanation.ShouldContain("copy of the reference");
        Of(score, "speaker_independence").Normalized.ShouldBe(0);
    }

    [Fact]
    public async Task Another_speaker_has_the_score_of_no_similarity()
    {
        var strict = new ScoringOptions { SpeakerCurve = new SpeakerCurve { OtherSpeaker = 1.1, Threshold = 1.2, SameSpeaker = 1.3, Ceiling = 1.4, SameRecording = 1.5 } };
        Score score = await ScoreAsync(strict, await _speaking.SpeakAsync(Speaking.House), await _speaking.SpeakAsync(Speaking.Station), Speaking.House);
        score.Value.ShouldBe(-0.1);
        score.Explanation.ShouldContain("no similarity");
    }

    [Fact]
    public async Task Too_little_speech_falls_back_on_the_signal_statistics()
    {
        AudioBuffer answer = await _speaking.SpeakAsync(Speaking.House), reference = await _speaking.SpeakAsync(Speaking.Station);
        var snippet = new AudioBuffer(reference.ToMono().Mono[4000..(4000 + reference.SampleRate / 6)].ToArray(), reference.SampleRate);
        Score score = await ScoreAsync(Stretched, answer, snippet, Speaking.House);
        Of(score, "speaker_similarity").Normalized.ShouldBeNull();
        Of(score, "mel_cosine").Weight.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_classic_profile_keeps_its_cosine()
    {
        AudioBuffer answer = await _speaking.SpeakAsync(Speaking.House), reference = await _speaking.SpeakAsync(Speaking.Station);
        var classic = new ScoringOptions { Profile = ScoringProfile.Classic };
        Score score = await ScoreAsync(classic, answer, reference, Speaking.House);
        score.Metrics.ShouldNotContain(metric => metric.Name == "speaker_similarity");
        Score without = await new AudioScorer(_speaking.Recognizer, classic).ScoreCloneAsync(answer, reference, Speaking.House, TestContext.Current.CancellationToken);
        score.Value.ShouldBe(without.Value);
    }

    public void Dispose()
    {
        _store.Dispose();
        _hub.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Metric Of(Score score, string name) => score.Metrics.Single(metric => metric.Name == name);

    private async Task<Score> ScoreAsync(ScoringOptions options, AudioBuffer audio, AudioBuffer reference, string text)
    {
        using ScoringModels models = ScoringModels.Find(options, _store);
        return await new AudioScorer(_speaking.Recognizer, options, models: models).ScoreCloneAsync(audio, reference, text, TestContext.Current.CancellationToken);
    }
}
