using AudioSubnet.Dsp;

namespace AudioSubnet.Scoring.Judges;

/// <summary>Turns recordings into embeddings of the voices in them: those of one speaker point in one direction. Thread-safe.</summary>
public interface ISpeakerEncoder
{
    /// <summary>Name for reports, for example "microsoft/wavlm-base-plus-sv".</summary>
    string Name { get; }

    /// <summary>Licence of its weights.</summary>
    string License { get; }

    /// <summary>The shortest recording that has an embedding, in seconds.</summary>
    double MinSeconds { get; }

    /// <summary>The embedding of a voice.</summary>
    /// <param name="audio">Mono speech of finite samples, any rate, at least <see cref="MinSeconds"/> long.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    float[] Embed(AudioBuffer audio, CancellationToken cancellationToken = default);
}
