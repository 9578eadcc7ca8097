using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Recognition;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>A scorer with the judges that its options choose; disposing frees their models.</summary>
internal sealed class ScorerFactory : IDisposable
{
    private readonly PocketSphinxRecognizer? _standIn;
    private readonly ScoringModels _models;

    private ScorerFactory(ScoringOptions options, int parallelism)
    {
        _models = ScoringModels.Find(options, parallelism: parallelism);
        try
        {
            _standIn = _models.Recognizer is null ? new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = parallelism }) : null;
            Scorer = new AudioScorer(_models.Recognizer ?? _standIn!, options, models: _models);
        }
        catch
        {
            _models.Dispose();
            throw;
        }
    }

    public IAudioScorer Scorer { get; }

    /// <summary>The neural judges that are known, in use or not.</summary>
    public IReadOnlyList<JudgeInfo> Judges => _models.Judges;

    /// <summary>Loads the judges.</summary>
    /// <param name="options">Formulas and judges.</param>
    /// <param name="parallelism">Clips that are listened to at the same time; each takes about 100 MB, with wav2vec 2.0 up to 700.</param>
    public static ScorerFactory Create(ScoringOptions options, int parallelism = 1) => new(options, parallelism);

    /// <summary>One line on each judge: what it judges, its licence, or who stands in for it and why.</summary>
    public static string Describe(JudgeInfo judge) => judge.Absence is null
        ? $"{judge.Measures}: {judge.Name} ({judge.License})"
        : $"{judge.Measures}: {judge.StandIn}; {judge.Absence}";

    public void Dispose()
    {
        _standIn?.Dispose();
        _models.Dispose();
    }
}
