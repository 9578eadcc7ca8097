using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Speaks <see cref="SpeechRequest.Text"/> piece by piece, usually sentence by sentence: each piece comes as soon as it is spoken. All have the same rate and channels, pauses
    /// are in them, and end to end they are the whole without clicks. An engine that cannot do this gives the whole as one piece.
    /// </summary>
    /// <exception cref="EngineException">The text cannot be spoken; the message says why.</exception>
    async IAsyncEnumerable<AudioBuffer> StreamAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return await SpeakAsync(request, cancellationToken);
    }
}
