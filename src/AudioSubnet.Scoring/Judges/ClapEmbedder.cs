using AudioSubnet.Dsp;
using AudioSubnet.Models.Clap;

namespace AudioSubnet.Scoring.Judges;

/// <summary>CLAP as the judge of how well music fits its prompt.</summary>
/// <param name="model">The model; disposed with this object.</param>
/// <param name="name">Name of its checkpoint.</param>
/// <param name="license">Licence of its weights.</param>
public sealed class ClapEmbedder(ClapModel model, string name, string license) : ITextAudioEmbedder, IDisposable
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string License => license;

    /// <inheritdoc/>
    public IReadOnlyList<float[]> EmbedTexts(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => model.EmbedText(texts, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<float[]> EmbedSound(AudioBuffer audio, CancellationToken cancellationToken = default) => model.EmbedWindows(audio, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
