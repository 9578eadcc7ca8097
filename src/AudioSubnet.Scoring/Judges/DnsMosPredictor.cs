using AudioSubnet.Dsp;
using AudioSubnet.Models.DnsMos;
using AudioSubnet.Scoring.Speech;

namespace AudioSubnet.Scoring.Judges;

/// <summary>
/// DNSMOS as judge of clarity. The curves end where clean recordings of readers lie (LibriSpeech: overall about 3.1, background 3.8, speech 3.5): the model hardly ever gives more.
/// </summary>
/// <param name="model">The model; disposed with this object.</param>
/// <param name="license">Licence of its weights.</param>
public sealed class DnsMosPredictor(DnsMosModel model, string license) : IClarityPredictor, IDisposable
{
    /// <summary>Windows of 9 s that are listened to.</summary>
    private const int MaxWindows = 2;

    /// <inheritdoc/>
    public string Name => "dnsmos";

    /// <inheritdoc/>
    public string License => license;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Metric>> PredictAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return Task.Run(() => Measure(model.Predict(audio, MaxWindows, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static IReadOnlyList<Metric> Measure(DnsMosScores scores) =>
    [
        new("dnsmos_overall", scores.Overall, "MOS", Ramp.Between(scores.Overall, 1.2, 3.1), 2,
            $"DNSMOS expects listeners to rate the clip {scores.Overall:0.00} of 5; clean recordings have 2.8 to 3.3."),
        new("dnsmos_background", scores.Background, "MOS", Ramp.Between(scores.Background, 1.5, 3.8), 1,
            $"DNSMOS expects the absence of background noise to be rated {scores.Background:0.00} of 5; clean recordings have 3.4 to 4.2."),
        new("dnsmos_signal", scores.Signal, "MOS", Ramp.Between(scores.Signal, 1.5, 3.4), 1,
            $"DNSMOS expects the speech itself to be rated {scores.Signal:0.00} of 5; clean recordings have 3.2 to 3.7."),
    ];
}
