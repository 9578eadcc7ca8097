using AudioSubnet.Scoring.Cloning;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring;

/// <summary>Weights and thresholds of the scores. Weights are relative: what was not measured drops out and the others keep their proportions.</summary>
public sealed record ScoringOptions
{
    /// <summary>How measurements become a score.</summary>
    public ScoringProfile Profile { get; init; } = ScoringProfile.Default;

    /// <summary>Which judges score.</summary>
    public JudgeSelection Judges { get; init; } = JudgeSelection.Auto;

    /// <summary>Leaves out judges whose weights may not be used commercially.</summary>
    public bool PermissiveOnly { get; init; }

    /// <summary>
    /// Models that may judge how well music fits its prompt: folders or names; the first that is on this machine does. The smaller one is first, because the published weights of the
    /// other are known to find the right text less often.
    /// </summary>
    public IReadOnlyList<string> TextAudioModels { get; init; } = ["laion/clap-htsat-unfused", "laion/larger_clap_music"];

    /// <summary>Word error rate from which a speech score is 0.</summary>
    public double WordErrorRateLimit { get; init; } = 0.7;

    /// <summary>Tells which words sound the same and so count as right; null counts each other word as wrong.</summary>
    public PronouncingDictionary? Pronunciations { get; init; } = PronouncingDictionary.Installed;

    /// <summary>Speech with a peak below this level, in dBFS, is silence.</summary>
    public double SilenceLevel { get; init; } = -60;

    /// <summary>Longest clip that is scored, in seconds.</summary>
    public double MaxSeconds { get; init; } = 300;

    /// <summary>Fastest plausible speech, in syllables a second of the whole clip. Fast readers reach about 8.</summary>
    public double MaxSyllablesPerSecond { get; init; } = 12;

    /// <summary>Slowest plausible speech, in seconds a syllable; slow, deliberate speech takes about 0.4.</summary>
    public double MaxSecondsPerSyllable { get; init; } = 0.8;

    /// <summary>Silence around the speech that is allowed on top, in seconds.</summary>
    public double MaxExtraSeconds { get; init; } = 3;

    /// <summary>Share of the answer that may be found in the reference recording before a clone counts as a copy of it.</summary>
    public double CopiedShareLimit { get; init; } = 0.25;

    /// <summary>Part of speaker similarity in a clone's score; the speech score has the rest.</summary>
    public double SimilarityShare { get; init; } = 0.4;

    /// <summary>What a speaker encoder's cosines mean.</summary>
    public SpeakerCurve SpeakerCurve { get; init; } = new();

    /// <summary>Score of a clone whose similarity to the reference is zero.</summary>
    public double NoSimilarityScore { get; init; } = -0.1;

    /// <summary>Smallest normalised value in the geometric mean, so that one poor metric alone does not erase the others. Gates do that.</summary>
    public double MetricFloor { get; init; } = 0.05;

    /// <summary>Weights of the metrics of speech.</summary>
    public SpeechWeights Weights { get; init; } = new();

    /// <summary>Weights of the metrics of music.</summary>
    public MusicWeights MusicWeights { get; init; } = new();
}
