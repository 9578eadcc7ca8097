using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Cloning;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Music;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring;

/// <summary>
/// Scores audio by the profile of its options. Measures in memory only: nothing is written to disk, models are loaded once, and any number of calls may run at a time.
/// </summary>
public sealed partial class AudioScorer : IAudioScorer
{
    private readonly ScoringOptions _options;
    private readonly SpeechAnalyzer _speech;
    private readonly ISpeechDetector? _speechDetector;
    private readonly PromptMatcher? _promptMatcher;
    private readonly SpeakerComparer? _speakers;

    /// <summary>Composes a scorer.</summary>
    /// <param name="recognizer">Who listens; transcripts are cached by the audio they belong to.</param>
    /// <param name="options">Weights and thresholds; null takes the defaults.</param>
    /// <param name="naturalness">Predictor of naturalness; null takes that of the models, or else <see cref="ProsodyPredictor"/>.</param>
    /// <param name="models">Neural judges, which must outlive the scorer; null for none.</param>
    public AudioScorer(ISpeechRecognizer recognizer, ScoringOptions? options = null, INaturalnessPredictor? naturalness = null, ScoringModels? models = null)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        _options = options ?? new ScoringOptions();
        // The classic formulas have no place for a second opinion on clarity, and a similarity of their own, so neither judge is asked.
        bool classic = _options.Profile == ScoringProfile.Classic;
        IClarityPredictor? clarity = classic ? null : models?.Clarity;
        _speakers = classic || models?.Speakers is not { } encoder ? null : new SpeakerComparer(encoder);
        _speech = new SpeechAnalyzer(new CachingRecognizer(recognizer), naturalness ?? models?.Naturalness ?? new ProsodyPredictor(), clarity, _options);
        _speechDetector = models?.SpeechDetector;
        _promptMatcher = models?.TextAudio is { } embedder ? new PromptMatcher(embedder) : null;
    }

    private string ProfileName => _options.Profile == ScoringProfile.Classic ? "classic" : "default";

    /// <inheritdoc/>
    public async Task<Score> ScoreSpeechAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(text);
        SpeechAnalysis speech = await _speech.MeasureAsync(audio, text, cancellationToken);
        (double value, string explanation) = SpeechScore(speech);
        return new Score(value, ProfileName, speech.Metrics, explanation) { Transcript = speech.Transcript };
    }

    private (double Value, string Explanation) SpeechScore(SpeechAnalysis speech) =>
        speech.Fault is { } fault ? (0, $"The score is 0: {Uncapitalised(fault)}")
        : _options.Profile == ScoringProfile.Classic ? ClassicFormula.Speech(speech)
        : DefaultFormula(speech.Metrics);

    private (double Value, string Explanation) DefaultFormula(IReadOnlyList<Metric> metrics)
    {
        double value = WeightedMean.Geometric(metrics, _options.MetricFloor) ?? 0;
        Metric? weakest = metrics.Where(metric => metric is { Normalized: not null, Weight: > 0 })
            .MinBy(metric => metric.Weight * Math.Log(Math.Max(metric.Normalized!.Value, _options.MetricFloor)));
        return (value, weakest is { Normalized: < 0.995 }
            ? $"All gates are open; the weighted geometric mean of the metrics is {value:0.000}, held back most by {weakest.Name}: {Uncapitalised(weakest.Explanation)}"
            : $"All gates are open; the weighted geometric mean of the metrics is {value:0.000}.");
    }

    /// <summary>A sentence as part of another; names such as "DNSMOS" keep their capitals.</summary>
    private static string Uncapitalised(string sentence) =>
        sentence.Length > 1 && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence;
}
