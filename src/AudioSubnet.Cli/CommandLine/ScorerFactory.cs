using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Recognition;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>A scorer with the recogniser it listens through and the neural judges whose weights are here; disposing frees their models.</summary>
internal sealed class ScorerFactory : IDisposable
{
    private readonly ISpeechRecognizer _recognizer;
    private readonly ScoringModels _models;

    private ScorerFactory(string profile, int decoders, bool permissiveOnly)
    {
        var options = new ScoringOptions { Profile = profile == "classic" ? ScoringProfile.Classic : ScoringProfile.Default, PermissiveOnly = permissiveOnly };
        _models = ScoringModels.Find(options);
        _recognizer = SpeechRecognizers.OpenBest(decoders);
        Scorer = new AudioScorer(_recognizer, options, models: _models);
    }

    public IAudioScorer Scorer { get; }

    /// <summary>A scorer of a profile, "default" or "classic".</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="decoders">Clips that are listened to at the same time; each takes about 100 MB, with wav2vec 2.0 up to 700.</param>
    /// <param name="permissiveOnly">Leaves out judges whose weights may not be used commercially.</param>
    public static ScorerFactory Create(string profile, int decoders = 1, bool permissiveOnly = false) => new(profile, decoders, permissiveOnly);

    public void Dispose()
    {
        (_recognizer as IDisposable)?.Dispose();
        _models.Dispose();
    }
}
