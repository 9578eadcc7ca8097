using AudioSubnet.Dsp;
using AudioSubnet.Scoring.Cloning;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring;

/// <content>Voice cloning: 0.4 similarity to the speaker + 0.6 speech score.</content>
public sealed partial class AudioScorer
{
    /// <inheritdoc/>
    public async Task<Score> ScoreCloneAsync(AudioBuffer audio, AudioBuffer reference, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(text);
        SpeechAnalysis speech = await _speech.MeasureAsync(audio, text, cancellationToken);
        var metrics = new List<Metric>(speech.Metrics);
        (double value, string explanation) = await CloneScoreAsync(speech, audio, reference, metrics, cancellationToken);
        return new Score(value, ProfileName, metrics, explanation) { Transcript = speech.Transcript };
    }

    private async Task<(double Value, string Explanation)> CloneScoreAsync(
        SpeechAnalysis speech, AudioBuffer audio, AudioBuffer reference, List<Metric> metrics, CancellationToken cancellationToken)
    {
        (AudioBuffer? target, string? fault) = AudioGate.Open(reference, _options);
        if (target is null)
            return (0, $"The score is 0: there is nothing to compare with, because of the reference recording: {Uncapitalised(fault!)}");
        (AudioBuffer? voice, fault) = AudioGate.Open(audio, _options);
        if (voice is null)
            return (0, $"The score is 0: {Uncapitalised(fault!)}");

        (SpeakerSimilarity similarity, SpeakerLikeness? likeness, double copied) = await Task.Run(
            () => (SpeakerSimilarity.Compare(voice, target), _speakers?.Compare(voice, target, cancellationToken), CopiedShare.Measure(voice, target)), cancellationToken);
        double resemblance = Resemblance(similarity, likeness, metrics);
        metrics.Add(new Metric("copied_share", copied, "ratio", copied > _options.CopiedShareLimit ? 0 : 1, 0,
            $"{copied:0%} of the answer is found in the reference recording; a voice of its own has none."));
        if (copied > _options.CopiedShareLimit)
            return (0, $"The score is 0: {copied:0%} of the answer is a copy of the reference recording (limit {_options.CopiedShareLimit:0%}).");
        if (likeness is not null && _options.SpeakerCurve.Independence(likeness.Overall) <= 0)
            return (0, $"The score is 0: the voice is so like the reference (cosine {likeness.Overall:0.0000}) that the answer is a copy of the reference recording.");
        if (resemblance <= 0)
            return (_options.NoSimilarityScore, $"The voice has no similarity to the reference: the score is {_options.NoSimilarityScore:0.0}.");

        (double spoken, string explanation) = SpeechScore(speech);
        if (speech.Fault is not null && _options.Profile != ScoringProfile.Classic)
            return (0, explanation);
        double value = _options.SimilarityShare * resemblance + (1 - _options.SimilarityShare) * spoken;
        return (value, $"{_options.SimilarityShare:0.0} × similarity {resemblance:0.000} + {1 - _options.SimilarityShare:0.0} × speech {spoken:0.000} = {value:0.000}. {explanation}");
    }

    /// <summary>
    /// Similarity 0 … 1. The classic profile takes the mel cosine alone, as the existing network does. The default one takes what a speaker encoder hears; without one the weighted mean of
    /// timbre, pitch and cosine, and zero when the timbres have nothing in common or cannot be compared.
    /// </summary>
    private double Resemblance(SpeakerSimilarity similarity, SpeakerLikeness? likeness, List<Metric> metrics)
    {
        if (_speakers is not null)
            metrics.AddRange(HeardSimilarity(likeness));
        bool classic = _options.Profile == ScoringProfile.Classic;
        Metric[] parts = [.. MeasuredSimilarity(similarity, counts: likeness is null, classic)];
        metrics.AddRange(parts);
        if (likeness is not null)
            return metrics.Single(metric => metric.Name == "speaker_similarity").Normalized!.Value;
        if (!classic && (similarity.Timbre ?? 0) <= 0)
            return 0;
        Metric[] measured = [.. parts.Where(part => part.Normalized is not null)];
        return measured.Sum(part => part.Weight * part.Normalized!.Value) / measured.Sum(part => part.Weight);
    }

    /// <summary>What a speaker encoder hears, times the ceiling.</summary>
    private IEnumerable<Metric> HeardSimilarity(SpeakerLikeness? likeness)
    {
        SpeakerCurve curve = _options.SpeakerCurve;
        if (likeness is null)
            return [new Metric("speaker_similarity", null, "cosine", null, 1, "Not measured: one of the recordings holds too little speech for the speaker encoder.")];
        double independence = curve.Independence(likeness.Overall);
        return
        [
            new Metric("speaker_similarity", likeness.Lowest, "cosine", curve.Similarity(likeness.Lowest) * independence, 1,
                (likeness.Windows == 1 ? $"The voice has a cosine of {likeness.Lowest:0.00} with the reference's"
                    : $"Of {likeness.Windows} windows the one least like the reference's voice, number {likeness.LowestWindow}, has a cosine of {likeness.Lowest:0.00}")
                + $"; {curve.OtherSpeaker:0.00} is another speaker, {curve.Threshold:0.00} the threshold, {curve.SameSpeaker:0.00} the same speaker."),
            new Metric("speaker_independence", likeness.Overall, "cosine", independence, 0,
                $"As a whole the recordings have a cosine of {likeness.Overall:0.000}; two recordings of one voice have up to {curve.Ceiling:0.000}, and {curve.SameRecording:0.000} only one and the same."),
        ];
    }

    /// <summary>What signal statistics say; reported only where a speaker encoder counts.</summary>
    private static IEnumerable<Metric> MeasuredSimilarity(SpeakerSimilarity similarity, bool counts, bool classic)
    {
        double Weight(double share) => classic || !counts ? 0 : share;
        yield return similarity.Timbre is { } timbre
            ? new Metric("timbre_similarity", similarity.TimbreDistance, "Bhattacharyya distance", timbre, Weight(0.6),
                $"The MFCC statistics of the two voices lie {similarity.TimbreDistance:0.000} apart; 0.02 is one speaker, 0.18 another.")
            : new Metric("timbre_similarity", null, "Bhattacharyya distance", null, Weight(0.6), "Not measured: one of the recordings holds less than 0.2 s of speech.");
        yield return similarity.PitchDistance is { } semitones
            ? new Metric("pitch_similarity", semitones, "semitones", Ramp.Between(semitones, 12, 1), Weight(0.2), $"The voices' median pitches lie {semitones:0.0} semitones apart.")
            : new Metric("pitch_similarity", null, "semitones", null, Weight(0.2), "Not measured: one of the recordings has no pitch.");
        yield return new Metric("mel_cosine", similarity.MelCosine, "ratio", similarity.MelCosine, classic ? 1 : Weight(0.2),
            $"The standardised mel spectrograms have a cosine of {similarity.MelCosine:0.00}.");
    }
}
