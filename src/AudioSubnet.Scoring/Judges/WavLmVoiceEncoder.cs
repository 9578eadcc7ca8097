using AudioSubnet.Dsp;
using AudioSubnet.Models.WavLm;

namespace AudioSubnet.Scoring.Judges;

/// <summary>WavLM with its x-vector head as encoder of voices.</summary>
/// <param name="model">The model; disposed with this object.</param>
/// <param name="name">Its name for reports.</param>
/// <param name="license">Licence of its weights.</param>
public sealed class WavLmVoiceEncoder(WavLmSpeakerEncoder model, string name, string license) : ISpeakerEncoder, IDisposable
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string License => license;

    /// <inheritdoc/>
    public double MinSeconds => model.MinSeconds;

    /// <inheritdoc/>
    public float[] Embed(AudioBuffer audio, CancellationToken cancellationToken = default) => model.Embed(audio, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
