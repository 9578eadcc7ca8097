using AudioSubnet.Dsp;

namespace AudioSubnet.Engines;

/// <summary>Speaks a text in the voice of a recording. Thread-safe.</summary>
public interface IVoiceCloner
{
    /// <summary>Name as in <c>--clone.model</c>, for example "baseline/clone".</summary>
    string Name { get; }

    /// <summary>Speaks <see cref="CloneRequest.Text"/> with the voice of <see cref="CloneRequest.Reference"/>.</summary>
    /// <exception cref="EngineException">The reference is too short, silent or not speech, or the text cannot be spoken; the message says why.</exception>
    Task<AudioBuffer> CloneAsync(CloneRequest request, CancellationToken cancellationToken = default);
}
