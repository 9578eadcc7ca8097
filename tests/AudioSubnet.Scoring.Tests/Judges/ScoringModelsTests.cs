using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Scoring.Judges;

namespace AudioSubnet.Scoring.Tests.Judges;

[Trait("Area", "scoring")]
public sealed class ScoringModelsTests(Speaking speaking, NeuralJudges judges) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audiosubnet-").FullName;

    [Fact]
    public async Task Without_weights_the_stand_ins_stay_and_it_is_said_where_weights_come_from()
    {
        using ScoringModels models = ScoringModels.Find(new ScoringOptions { ModelsFolder = _folder });
        models.Naturalness.ShouldBeNull();
        models.Clarity.ShouldBeNull();
        models.SpeechDetector.ShouldBeNull();
        models.Judges.Select(judge => judge.Name).ShouldBe(["nisqa", "dnsmos", "silero-vad"]);
        models.Judges.ShouldAllBe(judge => judge.Absence!.Contains("https://github.com/") && judge.Path == null && judge.License.Length > 0);
        AudioBuffer speech = await speaking.SpeakAsync(Speaking.Fox);
        Score with = await new AudioScorer(speaking.Recognizer, models: models).ScoreSpeechAsync(speech, Speaking.Fox, TestContext.Current.CancellationToken);
        with.Value.ShouldBe((await speaking.Scorer.ScoreSpeechAsync(speech, Speaking.Fox, TestContext.Current.CancellationToken)).Value);
    }

    [Fact]
    public void Permissive_only_leaves_out_what_may_not_be_used_commercially()
    {
        ScoringModels all = judges.Require();
        all.Naturalness!.License.ShouldBe("CC-BY-NC-SA-4.0");
        using ScoringModels permissive = ScoringModels.Find(new ScoringOptions { PermissiveOnly = true });
        permissive.Naturalness.ShouldBeNull();
        permissive.Clarity!.License.ShouldBe("MIT");
        permissive.SpeechDetector!.License.ShouldBe("MIT");
        permissive.Judges.Single(judge => judge.Name == "nisqa").Absence!.ShouldContain("not permissively licensed");
    }

    [Fact]
    public void Damaged_weights_are_an_error_and_not_a_silent_stand_in()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "nisqa"));
        File.WriteAllBytes(Path.Combine(_folder, "nisqa", "nisqa.tar"), [1, 2, 3]);
        Should.Throw<CheckpointException>(() => ScoringModels.Find(new ScoringOptions { ModelsFolder = _folder })).Message.ShouldContain("nisqa.tar");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
