using AudioSubnet.Dsp;
using AudioSubnet.Models.SileroVad;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Silero VAD as detector of speech.</summary>
/// <param name="model">The model; disposed with this object.</param>
/// <param name="license">Licence of its weights.</param>
public sealed class SileroSpeechDetector(SileroVadModel model, string license) : ISpeechDetector, IDisposable
{
    /// <inheritdoc/>
    public string Name => "silero-vad";

    /// <inheritdoc/>
    public string License => license;

    /// <inheritdoc/>
    public double SpeechShare(AudioBuffer audio, CancellationToken cancellationToken = default) => model.Detect(audio, cancellationToken).SpeechShare();

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
