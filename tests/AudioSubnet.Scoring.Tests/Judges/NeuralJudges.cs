using AudioSubnet.Scoring.Judges;

[assembly: AssemblyFixture(typeof(AudioSubnet.Scoring.Tests.Judges.NeuralJudges))]

namespace AudioSubnet.Scoring.Tests.Judges;

/// <summary>The neural judges with their published weights, loaded once; a test that needs one is skipped where its weights are not.</summary>
public sealed class NeuralJudges : IDisposable
{
    private readonly Lazy<ScoringModels> _models = new(() => ScoringModels.Find(new ScoringOptions()));

    private static readonly string[] Needed = ["nisqa", "dnsmos", "silero-vad"];

    /// <summary>The judges; the test is skipped unless the small ones are there.</summary>
    public ScoringModels Require()
    {
        JudgeInfo? missing = _models.Value.Judges.FirstOrDefault(judge => judge.Absence is not null && Needed.Contains(judge.Name));
        Assert.SkipUnless(missing is null, $"weights not present: {missing?.Absence}");
        return _models.Value;
    }

    public void Dispose()
    {
        if (_models.IsValueCreated)
            _models.Value.Dispose();
    }
}
