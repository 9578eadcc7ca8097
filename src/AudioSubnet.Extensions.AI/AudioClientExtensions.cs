using AudioSubnet.Engines;
using AudioSubnet.Scoring;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI;

/// <summary>Engines and recognisers as clients of Microsoft.Extensions.AI.</summary>
public static class AudioClientExtensions
{
    /// <summary>Name of the provider in the clients' metadata.</summary>
    public const string ProviderName = "audiosubnet";

    /// <summary>
    /// The engine as a client. Its model id is the engine's name. Of the options it takes speed, voice (the engine's speakers), volume (0 to 1) and format ("wav" by default,
    /// "flac", or "pcm": 16 bits, little-endian), and a whole number "seed" among the additional properties; the language is the engine's own. Another model or a pitch is refused
    /// with <see cref="NotSupportedException"/>; what cannot be spoken is an <see cref="EngineException"/>. Streamed updates hold one sentence each, as a complete file or,
    /// with "pcm", as samples to be put end to end; rate, channels and duration are among each content's additional properties.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="ownsEngine">True to dispose of the engine with the client.</param>
    public static ITextToSpeechClient AsTextToSpeechClient(this ITextToSpeech engine, bool ownsEngine = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new EngineTextToSpeechClient(engine, ownsEngine);
    }

    /// <summary>
    /// The recogniser as a client. Its model id is the recogniser's name. It reads a whole audio file (WAV, FLAC, OGG, MP3, …) from the stream and takes rate and channels from there;
    /// the language is the recogniser's own. Streamed updates hold the words of up to 15 s each, with their times. What is not audio is an
    /// <see cref="AudioSubnet.Dsp.Files.AudioFileException"/>.
    /// </summary>
    /// <param name="recognizer">The recogniser.</param>
    /// <param name="ownsRecognizer">True to dispose of the recogniser with the client.</param>
    public static ISpeechToTextClient AsSpeechToTextClient(this ISpeechRecognizer recognizer, bool ownsRecognizer = false)
    {
        ArgumentNullException.ThrowIfNull(recognizer);
        return new RecognizerSpeechToTextClient(recognizer, ownsRecognizer);
    }
}
