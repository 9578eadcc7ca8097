using AudioSubnet.Dsp;
using AudioSubnet.Models.Nisqa;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Judges;

/// <summary>
/// NISQA as predictor of naturalness: overall quality and its four dimensions, and, where that model is there too, the naturalness of synthesised speech. Opinions are mapped
/// from 1 … 5 to 0 … 1, as the existing network does.
/// </summary>
/// <param name="quality">The model with dimensions; disposed with this object.</param>
/// <param name="naturalness">The model of naturalness, or null; disposed with this object.</param>
/// <param name="license">Licence of their weights.</param>
public sealed class NisqaPredictor(NisqaModel quality, NisqaModel? naturalness, string license) : INaturalnessPredictor, IDisposable
{
    private const double MosWeight = 3, DimensionWeight = 0.5, NaturalnessWeight = 5;

    /// <inheritdoc/>
    public string Name => "nisqa";

    /// <inheritdoc/>
    public string License => license;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Metric>> PredictAsync(AudioBuffer audio, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return Task.Run<IReadOnlyList<Metric>>(() => [.. Quality(audio, cancellationToken), .. Naturalness(audio, cancellationToken)], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        quality.Dispose();
        naturalness?.Dispose();
    }

    private IEnumerable<Metric> Quality(AudioBuffer audio, CancellationToken cancellationToken)
    {
        NisqaScores? scores = Rate(quality, audio, cancellationToken);
        return
        [
            Opinion("mos", scores?.Mos, MosWeight, "quality as a whole"),
            Opinion("noisiness", scores?.Noisiness, DimensionWeight, "freedom from noise"),
            Opinion("discontinuity", scores?.Discontinuity, DimensionWeight, "freedom from gaps and clicks"),
            Opinion("coloration", scores?.Coloration, DimensionWeight, "freedom from coloration"),
            Opinion("loudness", scores?.Loudness, DimensionWeight, "loudness"),
        ];
    }

    private IEnumerable<Metric> Naturalness(AudioBuffer audio, CancellationToken cancellationToken) =>
        naturalness is null ? [] : [Opinion("naturalness", Rate(naturalness, audio, cancellationToken)?.Mos, NaturalnessWeight, "naturalness")];

    private static Metric Opinion(string name, float? value, double weight, string of) => value is { } opinion
        ? new Metric(name, opinion, "MOS", Math.Clamp((opinion - 1) / 4, 0, 1), weight, $"NISQA expects listeners to rate the {of} {opinion:0.00} of 5.")
        : new Metric(name, null, "MOS", null, weight, "Not measured: the clip is too short for NISQA.");

    /// <summary>The ratings; those of a long clip are the mean of its pieces, those of one shorter than a segment are null.</summary>
    private static NisqaScores? Rate(NisqaModel model, AudioBuffer audio, CancellationToken cancellationToken)
    {
        if (audio.Seconds < model.MinSeconds)
            return null;
        int pieces = (int)Math.Ceiling(audio.Seconds / (model.MaxSeconds - 1));
        NisqaScores[] parts = [.. Enumerable.Range(0, pieces).Select(i => model.Predict(Piece(audio, i, pieces), cancellationToken))];
        return new NisqaScores(
            parts.Average(part => part.Mos), parts.Average(part => part.Noisiness), parts.Average(part => part.Discontinuity),
            parts.Average(part => part.Coloration), parts.Average(part => part.Loudness));
    }

    private static AudioBuffer Piece(AudioBuffer audio, int index, int count) => count == 1
        ? audio
        : new AudioBuffer(audio.Mono[(int)((long)audio.Frames * index / count)..(int)((long)audio.Frames * (index + 1) / count)].ToArray(), audio.SampleRate);
}
