using System.Runtime.CompilerServices;
using AudioSubnet.Dsp;
using AudioSubnet.Inference.Text;

namespace AudioSubnet.Engines.Speech;

/// <summary>English speech by flite (BSD licence), in-process: 16 kHz mono, no model download, about 30 times faster than real time. Sentences are spoken one by one and joined,
/// so that a cancelled request stops at the next sentence. Thread-safe; requests in one process take turns sentence by sentence.</summary>
public sealed class FliteTextToSpeech : ITextToSpeech
{
    /// <summary>The voices: slt (woman, US), rms (man, US), awb (man, Scottish), kal16 (man, US; a diphone voice, quicker and rougher).</summary>
    public static IReadOnlyList<string> Voices { get; } = ["slt", "rms", "awb", "kal16"];

    private readonly string _voice;

    /// <summary>An engine for one of the <see cref="Voices"/>. The library is loaded with the first sentence.</summary>
    /// <exception cref="EngineException">There is no such voice.</exception>
    public FliteTextToSpeech(string voice)
    {
        if (!Voices.Contains(voice, StringComparer.Ordinal))
            throw new EngineException($"flite has no voice '{voice}'; it has {string.Join(", ", Voices)}.");
        _voice = voice;
    }

    /// <inheritdoc/>
    public string Name => $"flite/{_voice}";

    /// <inheritdoc/>
    public Task<AudioBuffer> SpeakAsync(SpeechRequest request, CancellationToken cancellationToken = default) =>
        SpeechPieces.JoinAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AudioBuffer> StreamAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        SpeechLimits.CheckOneVoice(Name, request);
        var sentences = SentenceSplitter.Split(PlainText.ToAscii(request.Text)).Where(PlainText.IsSpeakable).ToList();
        if (sentences.Count == 0)
            throw new EngineException($"{Name}: there is nothing in the text that an English voice can speak.");

        // Every sentence begins and ends with about 0.2 s of the voice's own silence, so that joining them end to end makes natural pauses.
        foreach (string sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await FliteSession.Shared.SpeakAsync(_voice, sentence, request.SpeakingRate, cancellationToken);
        }
    }
}
