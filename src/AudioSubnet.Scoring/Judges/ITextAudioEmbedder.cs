using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Brings texts and sounds into one space, in which a text lies near the sounds that it describes. Thread-safe.</summary>
public interface ITextAudioEmbedder
{
    /// <summary>Name for reports, for example "laion/clap-htsat-unfused".</summary>
    string Name { get; }

    /// <summary>Licence of its weights.</summary>
    string License { get; }

    /// <summary>The embedding of each text, of length 1.</summary>
    IReadOnlyList<float[]> EmbedTexts(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);

    /// <summary>Embeddings of length 1 of windows that cover a sound.</summary>
    /// <param name="audio">Finite samples, at least one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    IReadOnlyList<float[]> EmbedSound(AudioBuffer audio, CancellationToken cancellationToken = default);
}
