using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>
/// SpeechT5 for text-to-speech (<c>microsoft/speecht5_tts</c>): tokens and a speaker's x-vector to a log-mel spectrogram, for a HiFi-GAN vocoder. Thread-safe:
/// concurrent generations share the weights.
/// </summary>
public sealed class SpeechT5Model : IDisposable
{
    private readonly ICheckpoint _checkpoint;

    private SpeechT5Model(SpeechT5Config config, ICheckpoint checkpoint, Precision precision, SessionSettings settings, bool taps)
    {
        WeightOptions weights = settings.Weights(precision);
        Config = config;
        _checkpoint = checkpoint;
        Encoder = ModelSession.Create(SpeechT5Encoder.Build(checkpoint, config, weights, taps), settings with { KeepMemory = false });
        Decoder = ModelSession.Create(SpeechT5Decoder.Build(checkpoint, config, weights, taps), settings);
        Postnet = ModelSession.Create(SpeechT5Postnet.Build(checkpoint, config, weights), settings with { KeepMemory = false });
    }

    /// <summary>Its configuration.</summary>
    public SpeechT5Config Config { get; }

    /// <summary>Tokens to what the decoder attends to.</summary>
    internal ModelSession Encoder { get; }

    /// <summary>A frame to the next ones.</summary>
    internal ModelSession Decoder { get; }

    /// <summary>All frames to the spectrogram.</summary>
    internal ModelSession Postnet { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json and the weights.</param>
    /// <param name="precision">Precision of the matrix products.</param>
    /// <param name="settings">Where to compute; null for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static SpeechT5Model Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null) =>
        Open(folder, precision, settings, taps: false);

    /// <summary>Opens a checkpoint folder; with <paramref name="taps"/>, intermediates are computed too.</summary>
    internal static SpeechT5Model Open(string folder, Precision precision, SessionSettings? settings, bool taps)
    {
        SpeechT5Config config = ModelConfig.Read<SpeechT5Config>(folder);
        config.Validate(folder);
        return Checkpoint.Open(folder, checkpoint => new SpeechT5Model(config, checkpoint, precision, settings ?? SessionSettings.Default, taps));
    }

    /// <summary>The spectrogram of a text.</summary>
    /// <param name="ids">Tokens, the end token included.</param>
    /// <param name="speaker">The speaker's x-vector.</param>
    /// <param name="options">When it ends.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    /// <returns>[frames, mels], row-major.</returns>
    /// <exception cref="ArgumentException">There are no or too many tokens, or the vector has another width.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public float[] Generate(IReadOnlyList<int> ids, ReadOnlySpan<float> speaker, SpeechT5Options options, CancellationToken cancellationToken = default)
    {
        if (ids.Count == 0 || ids.Count > Config.MaxTextPositions)
            throw new ArgumentException($"A text has 1 to {Config.MaxTextPositions} tokens, this one has {ids.Count}. Split it at its sentences.", nameof(ids));
        if (speaker.Length != Config.SpeakerEmbeddingDim)
            throw new ArgumentException($"The speaker's vector has {speaker.Length} elements, the model wants {Config.SpeakerEmbeddingDim}.", nameof(speaker));
        SeededNoise noise = new(options.Seed);
        float dropped = Config.SpeechDecoderPrenetDropout;
        long[] tokens = [.. ids.Select(static id => (long)id)], mask = new long[ids.Count];
        Array.Fill(mask, 1);
        using SpeechT5Generation generation = new(this, tokens, mask, speaker.ToArray(), batch: 1);
        return generation.Run(options, Drop, cancellationToken)[0];

        void Drop(int step, Span<float> gain)
        {
            noise.FillBernoulli(gain, 1 - dropped);
            System.Numerics.Tensors.TensorPrimitives.Multiply(gain, 1 / (1 - dropped), gain);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        Postnet.Dispose();
        _checkpoint.Dispose();
    }
}
