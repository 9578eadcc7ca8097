using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Scoring.Text;

namespace AudioSubnet.Scoring.Speech;

/// <summary>Measures a clip of speech against its text: gates, words, clarity, naturalness.</summary>
internal sealed class SpeechAnalyzer(ISpeechRecognizer recognizer, INaturalnessPredictor naturalness, IClarityPredictor? clarityPredictor, ScoringOptions options)
{
    /// <summary>Measures all that can be measured. A clip that is not valid audio or of an impossible length is not listened to: its score is 0 anyway.</summary>
    public async Task<SpeechAnalysis> MeasureAsync(AudioBuffer audio, string text, CancellationToken cancellationToken)
    {
        (AudioBuffer? speech, string? fault) = AudioGate.Open(audio, options);
        var metrics = new List<Metric>
        {
            new("valid_audio", fault is null ? 1 : 0, "yes/no", fault is null ? 1 : 0, 0, fault ?? "The audio can be measured."),
        };
        if (speech is null)
            return new SpeechAnalysis(fault, metrics, null, []);
        (Metric duration, fault) = DurationGate.Check(speech.Seconds, text, options);
        metrics.Add(duration);
        if (fault is not null)
            return new SpeechAnalysis(fault, metrics, null, []);

        // The recogniser has threads of its own; the signal measures fill the other core.
        Task<string> listening = recognizer.TranscribeAsync(speech, cancellationToken);
        Task<IReadOnlyList<Metric>> clarity = Task.Run(() => Clarity.Measure(speech, options.Weights), cancellationToken);
        // Judges hear what a player plays, an offset included: their opinions are then those that the reference has of the same file.
        AudioBuffer played = AudioGate.AsPlayed(audio);
        Task<IReadOnlyList<Metric>> predicting = naturalness.PredictAsync(played, text, cancellationToken);
        Task<IReadOnlyList<Metric>> judging = clarityPredictor?.PredictAsync(played, cancellationToken) ?? Task.FromResult<IReadOnlyList<Metric>>([]);
        await Task.WhenAll(listening, clarity, predicting, judging);

        string transcript = await listening;
        IReadOnlyList<Metric> predicted = Shares(await predicting, options.Weights.Naturalness);
        (Metric words, fault) = Adherence(text, transcript);
        metrics.Add(words);
        metrics.AddRange(await clarity);
        metrics.AddRange(Shares(await judging, options.Weights.PredictedClarity));
        metrics.AddRange(predicted);
        return new SpeechAnalysis(fault, metrics, transcript, predicted);
    }

    /// <summary>The word error rate as a metric, and why the gate is closed (null when it is open).</summary>
    private (Metric Metric, string? Fault) Adherence(string text, string transcript)
    {
        WordErrors errors = WordErrors.Compare(text, transcript, options.Pronunciations);
        string counts = $"{errors.Hits} of {errors.ReferenceWords} words are right, {errors.Substitutions} heard as others, {errors.Deletions} missing, {errors.Insertions} added";
        bool closed = errors.Rate >= options.WordErrorRateLimit;
        string? fault = closed ? $"Too many wrong words: {counts} (word error rate {errors.Rate:0.00}, limit {options.WordErrorRateLimit:0.00})." : null;
        return (new Metric("word_error_rate", errors.Rate, "ratio", Math.Clamp(1 - errors.Rate, 0, 1), options.Weights.WordErrorRate, fault ?? $"{counts}."), fault);
    }

    /// <summary>A predictor's metrics with weights that sum to what it counts for as a whole.</summary>
    private static IReadOnlyList<Metric> Shares(IReadOnlyList<Metric> predicted, double whole)
    {
        double sum = predicted.Sum(metric => metric.Weight);
        return [.. predicted.Select(metric => metric with { Weight = sum > 0 ? metric.Weight / sum * whole : 0 })];
    }
}
