using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Recognition;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>A scorer with the recogniser it listens through; disposing frees the recogniser's models.</summary>
internal sealed class ScorerFactory : IDisposable
{
    private readonly PocketSphinxRecognizer _recognizer;

    private ScorerFactory(string profile, int decoders)
    {
        _recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = decoders });
        Scorer = new AudioScorer(
            _recognizer,
            new ScoringOptions { Profile = profile == "classic" ? ScoringProfile.Classic : ScoringProfile.Default });
    }

    public IAudioScorer Scorer { get; }

    /// <summary>A scorer of a profile, "default" or "classic".</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="decoders">Clips that are listened to at the same time; each takes about 100 MB.</param>
    public static ScorerFactory Create(string profile, int decoders = 1) => new(profile, decoders);

    public void Dispose() => _recognizer.Dispose();
}
