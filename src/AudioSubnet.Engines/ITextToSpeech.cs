using AudioSubnet.Dsp;

namespace AudioSubnet.Engines;

/// <summary>Speaks a text. Thread-safe.</summary>
public interface ITextToSpeech
{
    /// <summary>Name as in <c>--model</c>, for example "flite/slt".</summary>
    string Name { get; }

    /// <summary>Speaks <see cref="SpeechRequest.Text"/>.</summary>
    /// <exception cref="EngineException">The text cannot be spoken; the message says why.</exception>
    Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default);
}
