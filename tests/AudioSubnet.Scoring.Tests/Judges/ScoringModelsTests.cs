using AudioSubnet.Dsp;
using AudioSubnet.Inference.Hub;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.TestData;

namespace AudioSubnet.Scoring.Tests.Judges;

[Trait("Area", "scoring")]
public sealed class ScoringModelsTests(Speaking speaking, NeuralJudges judges) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;

    [Fact]
    public async Task Without_weights_the_stand_ins_stay_and_it_is_said_how_to_get_them()
    {
        using HuggingFaceHub hub = Hub();
        using ModelStore store = Store(hub);
        using ScoringModels models = ScoringModels.Find(new ScoringOptions(), store);
        models.Recognizer.ShouldBeNull();
        models.Speakers.ShouldBeNull();
        models.Naturalness.ShouldBeNull();
        models.Clarity.ShouldBeNull();
        models.SpeechDetector.ShouldBeNull();
        models.Judges.Select(judge => judge.Name).ShouldBe(["facebook/wav2vec2-base-960h", "nisqa", "dnsmos", "microsoft/wavlm-base-plus-sv", "silero-vad", "laion/clap-htsat-unfused"]);
        models.Judges.ShouldAllBe(judge => judge.Absence!.Contains("models pull " + judge.Name) && judge.Path == null && judge.License.Length > 0);
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.Fox);
        Score with = await new AudioScorer(speaking.Recognizer, models: models).ScoreSpeechAsync(speech, Speaking.Fox, TestContext.Current.CancellationToken);
        with.Value.ShouldBe((await speaking.Scorer.ScoreSpeechAsync(speech, Speaking.Fox, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public void Only_built_in_judges_score_if_that_is_asked_for()
    {
        judges.Require();
        using ScoringModels builtin = ScoringModels.Find(new ScoringOptions { Judges = JudgeSelection.Builtin });
        builtin.Naturalness.ShouldBeNull();
        builtin.Clarity.ShouldBeNull();
        builtin.Judges.ShouldAllBe(judge => judge.Absence!.Contains("built-in") && judge.StandIn.Length > 0 && judge.Measures.Length > 0);
    }

    [Fact]
    public void The_recogniser_is_the_neural_one_as_soon_as_its_weights_are_there()
    {
        using HuggingFaceHub hub = Hub();
        using ModelStore store = Store(hub);
        using (var standIn = (PocketSphinxRecognizer)ScoringModels.FindRecognizer(store))
            standIn.Name.ShouldStartWith("pocketsphinx");
        string weights = Directory.CreateDirectory(Path.Combine(_folder, "facebook", "wav2vec2-base-960h")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, "tests", "golden", "wav2vec2", "tiny")))
            File.Copy(file, Path.Combine(weights, Path.GetFileName(file)));
        using var neural = (Wav2Vec2Recognizer)ScoringModels.FindRecognizer(store);
        neural.Name.ShouldBe("facebook/wav2vec2-base-960h");
    }

    [Fact]
    public void Damaged_weights_are_an_error_that_says_what_to_pull()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "microsoft", "wavlm-base-plus-sv")).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "model.safetensors"), "not a checkpoint");
        using HuggingFaceHub hub = Hub();
        using ModelStore store = Store(hub);
        JudgeException problem = Should.Throw<JudgeException>(() => ScoringModels.Find(new ScoringOptions(), store));
        problem.Message.ShouldContain("audiosubnet models pull microsoft/wavlm-base-plus-sv");
        problem.Message.ShouldContain(folder);
        ScoringModels.Find(new ScoringOptions { Judges = JudgeSelection.Builtin }, store).Dispose();
    }

    [Fact]
    public void Permissive_only_leaves_out_what_may_not_be_used_commercially()
    {
        judges.Require().Naturalness!.License.ShouldBe("CC-BY-NC-SA-4.0");
        using ScoringModels permissive = ScoringModels.Find(new ScoringOptions { PermissiveOnly = true });
        permissive.Naturalness.ShouldBeNull();
        permissive.Clarity!.License.ShouldBe("MIT");
        permissive.SpeechDetector!.License.ShouldBe("MIT");
        permissive.Judges.Single(judge => judge.Name == "nisqa").Absence!.ShouldContain("commercial");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HuggingFaceHub Hub() => new(HubOptions.FromEnvironment() with { CacheFolder = _folder, AssetsFolder = _folder });

    private ModelStore Store(HuggingFaceHub hub) => new(hub, ModelCatalog.Default, [_folder]);
}
