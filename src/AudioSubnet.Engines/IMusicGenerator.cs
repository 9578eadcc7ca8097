using AudioSubnet.Dsp;

namespace AudioSubnet.Engines;

/// <summary>Makes music from a description. Thread-safe.</summary>
public interface IMusicGenerator
{
    /// <summary>Name as in <c>--music.model</c>, for example "fluidsynth/composer".</summary>
    string Name { get; }

    /// <summary>Makes exactly <see cref="MusicRequest.Seconds"/> of music.</summary>
    /// <exception cref="EngineException">The music cannot be made; the message says why.</exception>
    Task<AudioBuffer> ComposeAsync(MusicRequest request, CancellationToken cancellationToken = default);
}
