using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.HifiGan;

namespace AudioSubnet.Models.Vits;

/// <summary>VITS text-to-speech (Kim, Kong and Son, 2021), among it all of MMS-TTS ("facebook/mms-tts-eng"). Thread-safe: requests share the weights.</summary>
public sealed class VitsModel : IDisposable
{
    // Beyond this the model has been given something that is not a text.
    private const int MaxFrames = 65536;

    // Streams of noise: one for durations, one for the prior.
    private const int DurationStream = 0;
    private const int PriorStream = 1;

    private readonly Checkpoint _checkpoint;
    private readonly ModelSession _text;
    private readonly ModelSession _flow;
    private readonly HifiGanSession _decoder;

    private VitsModel(VitsConfig config, VitsTokenizer tokenizer, Checkpoint checkpoint, Precision precision, SessionSettings settings)
    {
        Config = config;
        Tokenizer = tokenizer;
        _checkpoint = checkpoint;
        VitsGraphs graphs = new(checkpoint, config, settings.Weights(precision));
        _text = ModelSession.Create(graphs.Text(), settings);
        _flow = ModelSession.Create(graphs.Flow(), settings);
        _decoder = new(ModelSession.Create(graphs.Decoder(), settings), config);
    }

    /// <summary>The model's configuration.</summary>
    public VitsConfig Config { get; }

    /// <summary>How text becomes tokens.</summary>
    public VitsTokenizer Tokenizer { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json, the tokenizer's files and the weights.</param>
    /// <param name="precision">Precision of the text encoder's matrix products; everything else is convolutions, which stay fp32.</param>
    /// <param name="settings">Where to compute; null for the CPU.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or of another model.</exception>
    public static VitsModel Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        VitsConfig config = ModelConfig.Read<VitsConfig>(folder);
        config.Validate(folder);
        VitsTokenizer tokenizer = VitsTokenizer.FromFolder(folder);
        // Lengths differ from text to text, so memory is not kept from one to the next.
        return Checkpoint.Open(folder, checkpoint => new VitsModel(config, tokenizer, checkpoint, precision, (settings ?? SessionSettings.Default) with { KeepMemory = false }));
    }

    /// <summary>Speaks a text.</summary>
    /// <param name="text">A sentence or a few; longer texts sound better, and start sooner, when they are cut at sentences.</param>
    /// <param name="options">How; null for the model's defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Mono at the model's rate; empty if the text has no character that the model knows.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the text is too long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public AudioBuffer Speak(string text, VitsOptions? options = null, CancellationToken cancellationToken = default)
    {
        float[][] pieces = [.. Stream(text, options, HifiGanSession.PieceFrames, cancellationToken)];
        float[] samples = new float[pieces.Sum(static piece => piece.Length)];
        int start = 0;
        foreach (float[] piece in pieces)
        {
            piece.CopyTo(samples, start);
            start += piece.Length;
        }

        return new(samples, Config.SamplingRate);
    }

    /// <summary>Speaks a text piece by piece; end to end the pieces are exactly what <see cref="Speak"/> gives.</summary>
    /// <param name="text">A sentence or a few.</param>
    /// <param name="options">How; null for the model's defaults.</param>
    /// <param name="pieceFrames">Frames of a piece: 64 are about a second.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Mono samples at the model's rate; none if the text has no character that the model knows.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the text is too long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IEnumerable<float[]> Stream(string text, VitsOptions? options = null, int pieceFrames = 64, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pieceFrames);
        VitsOptions how = options ?? new();
        Check(how);
        long[] ids = Array.ConvertAll(Tokenizer.Encode(text), static id => (long)id);
        return ids.Length == 0 ? [] : Stream(ids, how, pieceFrames, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _flow.Dispose();
        _decoder.Dispose();
        _checkpoint.Dispose();
    }

    private IEnumerable<float[]> Stream(long[] ids, VitsOptions options, int pieceFrames, CancellationToken cancellationToken)
    {
        float[] mask = new float[ids.Length], noise = new float[2 * ids.Length];
        Array.Fill(mask, 1);
        new SeededNoise(options.Seed, DurationStream).FillNormal(noise);
        using SpeakerInputs speaker = new(Config, options.SpeakerId);
        float[] frames;
        using (VitsPrior prior = VitsPrior.Of(
            _text, Config, ids, mask, 1, noise, options.NoiseScaleDuration ?? Config.NoiseScaleDuration, options.SpeakingRate ?? Config.SpeakingRate, speaker, cancellationToken))
        {
            if (prior.Frames > MaxFrames)
                throw new ArgumentException($"The text would last {(double)prior.Frames * Config.HopLength / Config.SamplingRate:F0} s. Cut it into sentences.", nameof(ids));
            float[] priorNoise = new float[Config.FlowSize * prior.Frames];
            new SeededNoise(options.Seed, PriorStream).FillNormal(priorNoise);
            frames = Latents(_flow, prior.Draw(priorNoise, options.NoiseScale ?? Config.NoiseScale), prior, speaker, cancellationToken);
        }

        foreach (float[] piece in _decoder.Stream(frames, 1, Config.FlowSize, speaker.Values, pieceFrames, cancellationToken))
            yield return piece;
    }

    private float[] Latents(ModelSession flow, float[] draws, VitsPrior prior, SpeakerInputs speaker, CancellationToken cancellationToken)
    {
        using TensorValue latents = TensorValue.From(draws, prior.Batch, Config.FlowSize, prior.Frames);
        using TensorValue mask = TensorValue.From(prior.FrameMask(), prior.Batch, 1, prior.Frames);
        using SessionOutputs outputs = flow.Run([("prior_latents", latents), ("mask", mask), .. speaker.Values], cancellationToken);
        return outputs["frames"].Floats.ToArray();
    }

    private void Check(VitsOptions options)
    {
        if (options.SpeakingRate is { } rate && !(rate is > 0.05f and <= 20))
            throw new ArgumentOutOfRangeException(nameof(options), rate, "The speaking rate must be between 0.05 and 20.");
        if (options.NoiseScale is { } noise && !(noise is >= 0 and <= 10))
            throw new ArgumentOutOfRangeException(nameof(options), noise, "The noise scale must be between 0 and 10.");
        if (options.NoiseScaleDuration is { } durationNoise && !(durationNoise is >= 0 and <= 10))
            throw new ArgumentOutOfRangeException(nameof(options), durationNoise, "The noise scale of durations must be between 0 and 10.");
        if (options.SpeakerId is not { } speaker)
            return;
        if (!Config.HasSpeakers)
            throw new ArgumentException("This model has one speaker, so none can be chosen.", nameof(options));
        if (speaker < 0 || speaker >= Config.NumSpeakers)
            throw new ArgumentOutOfRangeException(nameof(options), speaker, $"This model has the speakers 0 to {Config.NumSpeakers - 1}.");
    }
}
