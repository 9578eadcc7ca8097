using System.Globalization;
using System.Runtime.CompilerServices;
using AudioSubnet.Dsp;
using AudioSubnet.Engines;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI;

/// <summary>A speech engine as an <see cref="ITextToSpeechClient"/>. Thread-safe, as engines are.</summary>
internal sealed class EngineTextToSpeechClient(ITextToSpeech engine, bool ownsEngine) : ITextToSpeechClient
{
    /// <summary>Key of <see cref="TextToSpeechOptions.AdditionalProperties"/> with a seed.</summary>
    private const string SeedKey = "seed";

    private readonly TextToSpeechClientMetadata _metadata = new(AudioClientExtensions.ProviderName, defaultModelId: engine.Name);

    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        SpeechRequest request = ToRequest(text, options);
        string mediaType = AudioEncoding.MediaTypeOf(options?.AudioFormat);
        AudioBuffer audio = await engine.SpeakAsync(request, cancellationToken);
        return new TextToSpeechResponse([AudioEncoding.Encode(audio, mediaType, VolumeOf(options))])
        {
            ResponseId = NewId(),
            ModelId = engine.Name,
            RawRepresentation = audio,
            Usage = UsageOf(text, audio.Seconds),
        };
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        SpeechRequest request = ToRequest(text, options);
        string mediaType = AudioEncoding.MediaTypeOf(options?.AudioFormat);
        float volume = VolumeOf(options);
        string id = NewId();
        yield return Update(TextToSpeechResponseUpdateKind.SessionOpen);
        double seconds = 0;
        await foreach (AudioBuffer piece in engine.StreamAsync(request, cancellationToken).WithCancellation(cancellationToken))
        {
            seconds += piece.Seconds;
            yield return Update(TextToSpeechResponseUpdateKind.AudioUpdating, AudioEncoding.Encode(piece, mediaType, volume), piece);
        }
        yield return Update(TextToSpeechResponseUpdateKind.SessionClose, new UsageContent(UsageOf(text, seconds)));

        TextToSpeechResponseUpdate Update(TextToSpeechResponseUpdateKind kind, AIContent? content = null, object? raw = null) =>
            new(content is null ? [] : [content]) { Kind = kind, ResponseId = id, ModelId = engine.Name, RawRepresentation = raw };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(TextToSpeechClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(engine) ? engine
            : null;
    }

    public void Dispose()
    {
        if (ownsEngine && engine is IDisposable disposable)
            disposable.Dispose();
    }

    /// <exception cref="NotSupportedException">The options ask for what no engine here does.</exception>
    private SpeechRequest ToRequest(string text, TextToSpeechOptions? options)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (options?.ModelId is { } model && model != engine.Name)
            throw new NotSupportedException($"This client speaks with '{engine.Name}'; make another for the model '{model}'.");
        if (options?.Pitch is { } pitch && pitch != 1)
            throw new NotSupportedException("The pitch of a voice cannot be changed here; choose another voice.");
        return new SpeechRequest(text)
        {
            SpeakingRate = options?.Speed ?? 1,
            Speaker = options?.VoiceId,
            Seed = options?.AdditionalProperties?.TryGetValue(SeedKey, out object? seed) == true ? Convert.ToInt32(seed, CultureInfo.InvariantCulture) : null,
        };
    }

    private static float VolumeOf(TextToSpeechOptions? options)
    {
        float volume = options?.Volume ?? 1;
        return volume is >= 0 and <= 1 ? volume : throw new NotSupportedException($"The volume is {volume}; it is a factor from 0 to 1.");
    }

    private static UsageDetails UsageOf(string text, double seconds) => new()
    {
        AdditionalCounts = new() { ["input_characters"] = text.Length, ["output_audio_milliseconds"] = (long)(1000 * seconds) },
    };

    private static string NewId() => Guid.NewGuid().ToString("N");
}
