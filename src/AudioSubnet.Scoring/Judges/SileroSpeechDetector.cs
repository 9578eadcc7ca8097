using AudioSubnet.Dsp;
using AudioSubnet.Models.SileroVad;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Silero VAD as detector of speech.</summary>
/// <param name="model">The model; disposed with this object.</param>
public sealed class SileroSpeechDetector(SileroVadModel model) : ISpeechDetector, IDisposable
{
    /// <inheritdoc/>
    public string Name => "silero-vad";

    /// <inheritdoc/>
    public string License => SileroVadModel.WeightsLicense;

    /// <inheritdoc/>
    public double SpeechShare(AudioBuffer audio, CancellationToken cancellationToken = default) => model.Detect(audio, cancellationToken).SpeechShare();

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
