using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Models.Wav2Vec2;
using AudioSubnet.Models.Wav2Vec2.Decoding;

namespace AudioSubnet.Scoring.Recognition;

/// <summary>wav2vec 2.0 as a recogniser: the network's own for word error rates, where its weights are there. Thread-safe.</summary>
public sealed class Wav2Vec2Recognizer : ISpeechRecognizer, IDisposable
{
    private readonly Wav2Vec2Ctc _model;
    private readonly SpeechTranscriber _transcriber;
    private readonly SemaphoreSlim _slots;
    private readonly double _maxSeconds;

    private Wav2Vec2Recognizer(string name, string folder, Wav2Vec2RecognizerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Parallelism, nameof(options));
        Name = name;
        _maxSeconds = options.MaxSeconds;
        NGramModel? language = options.LanguageModel is { } path ? NGramModel.ReadArpa(path) : null;
        _model = Wav2Vec2Ctc.Open(folder, options.Precision);
        _transcriber = new SpeechTranscriber(_model, new TranscriptionOptions { LanguageModel = language });
        _slots = new SemaphoreSlim(options.Parallelism);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="folder">A checkpoint folder.</param>
    /// <param name="options">How it listens; null takes the defaults.</param>
    /// <param name="name">Its name for reports; null takes that of the folder.</param>
    /// <exception cref="CheckpointException">The weights are damaged, or of another model.</exception>
    /// <exception cref="IOException">The language model cannot be read (<see cref="InvalidDataException"/> if it is none).</exception>
    public static Wav2Vec2Recognizer Open(string folder, Wav2Vec2RecognizerOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new Wav2Vec2Recognizer(name ?? Path.GetFileName(Path.GetFullPath(folder)), folder, options ?? new Wav2Vec2RecognizerOptions());
    }

    /// <inheritdoc/>
    /// <remarks>Stereo is mixed, any sample rate is resampled, non-finite samples count as silence.</remarks>
    public async Task<string> TranscribeAsync(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _transcriber.Transcribe(Clean(audio), cancellationToken).ToLowerInvariant(), cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Frees the model; no transcription may be under way.</summary>
    public void Dispose()
    {
        _model.Dispose();
        _slots.Dispose();
    }

    private AudioBuffer Clean(AudioBuffer audio)
    {
        ReadOnlySpan<float> mono = audio.ToMono().Mono.Span;
        float[] samples = mono[..(int)Math.Min(mono.Length, _maxSeconds * audio.SampleRate)].ToArray();
        for (int i = 0; i < samples.Length; i++)
            if (!float.IsFinite(samples[i]))
                samples[i] = 0;
        return new AudioBuffer(samples, audio.SampleRate);
    }
}
