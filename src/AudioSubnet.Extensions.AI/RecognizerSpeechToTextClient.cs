using System.Runtime.CompilerServices;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Recognition;
using Microsoft.Extensions.AI;

namespace AudioSubnet.Extensions.AI;

/// <summary>A speech recogniser as an <see cref="ISpeechToTextClient"/>. Thread-safe, as recognisers are.</summary>
internal sealed class RecognizerSpeechToTextClient(ISpeechRecognizer recognizer, bool ownsRecognizer) : ISpeechToTextClient
{
    /// <summary>Longest piece in seconds that a streaming update speaks of; pieces are cut where it is quietest.</summary>
    private const double PieceSeconds = 15;

    private readonly SpeechToTextClientMetadata _metadata = new(AudioClientExtensions.ProviderName, defaultModelId: recognizer.Name);

    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        AudioBuffer audio = await ReadAsync(audioSpeechStream, options, cancellationToken);
        return new SpeechToTextResponse(await recognizer.TranscribeAsync(audio, cancellationToken))
        {
            ResponseId = NewId(),
            ModelId = recognizer.Name,
            StartTime = TimeSpan.Zero,
            EndTime = TimeSpan.FromSeconds(audio.Seconds),
            Usage = UsageOf(audio),
        };
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AudioBuffer audio = (await ReadAsync(audioSpeechStream, options, cancellationToken)).ToMono();
        string id = NewId();
        yield return Update(SpeechToTextResponseUpdateKind.SessionOpen, []);
        bool any = false;
        foreach (Range range in SpeechPieces.Cut(audio.Mono.Span, audio.SampleRate, PieceSeconds))
        {
            (int start, int length) = range.GetOffsetAndLength(audio.Frames);
            string text = await recognizer.TranscribeAsync(new AudioBuffer(audio.Mono.Slice(start, length).ToArray(), audio.SampleRate), cancellationToken);
            if (text.Length == 0)
                continue;
            // A space before all but the first, so that the updates end to end are the text.
            SpeechToTextResponseUpdate heard = Update(SpeechToTextResponseUpdateKind.TextUpdated, [new TextContent(any ? " " + text : text)]);
            heard.StartTime = TimeSpan.FromSeconds((double)start / audio.SampleRate);
            heard.EndTime = TimeSpan.FromSeconds((double)(start + length) / audio.SampleRate);
            any = true;
            yield return heard;
        }
        yield return Update(SpeechToTextResponseUpdateKind.SessionClose, [new UsageContent(UsageOf(audio))]);

        SpeechToTextResponseUpdate Update(SpeechToTextResponseUpdateKind kind, IList<AIContent> contents) =>
            new(contents) { Kind = kind, ResponseId = id, ModelId = recognizer.Name };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(SpeechToTextClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(recognizer) ? recognizer
            : null;
    }

    public void Dispose()
    {
        if (ownsRecognizer && recognizer is IDisposable disposable)
            disposable.Dispose();
    }

    /// <exception cref="NotSupportedException">Another model than this client's is asked for.</exception>
    /// <exception cref="AudioFileException">Not audio, damaged, or too long.</exception>
    private async Task<AudioBuffer> ReadAsync(Stream stream, SpeechToTextOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (options?.ModelId is { } model && model != recognizer.Name)
            throw new NotSupportedException($"This client listens with '{recognizer.Name}'; make another for the model '{model}'.");
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        int count;
        while ((count = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            bytes.Write(block, 0, count);
            if (bytes.Length > AudioReadLimits.Default.MaxBytes)
                throw new AudioFileException("the stream", $"has more than {AudioReadLimits.Default.MaxBytes} bytes.");
        }
        return AudioFile.Decode(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), "the stream");
    }

    private static UsageDetails UsageOf(AudioBuffer audio) => new() { AdditionalCounts = new() { ["input_audio_milliseconds"] = (long)(1000 * audio.Seconds) } };

    private static string NewId() => Guid.NewGuid().ToString("N");
}
