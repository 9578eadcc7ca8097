using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.EnCodec;

namespace AudioSubnet.Models.MusicGen;

/// <summary>
/// MusicGen (<c>facebook/musicgen-small</c>, <c>-medium</c>, <c>-large</c>, and the stereo ones): a description to music at 32 kHz. Thread-safe: concurrent
/// generations share the weights.
/// </summary>
public sealed class MusicGenModel : IDisposable
{
    // What the model was trained on. Longer music is continued from the end of what there is, as the authors' own code does.
    private const double WindowSeconds = 30, StrideSeconds = 18;
    private const int MaxPromptTokens = 512;

    private readonly ICheckpoint _checkpoint;
    private readonly SentencePieceTokenizer _tokenizer;
    private readonly EncodecModel _codec;

    private MusicGenModel(MusicGenConfig config, ICheckpoint checkpoint, SentencePieceTokenizer tokenizer, Precision precision, SessionSettings? settings)
    {
        Config = config;
        _checkpoint = checkpoint;
        _tokenizer = tokenizer;
        settings ??= SessionSettings.Default;
        SessionSettings varying = settings with { KeepMemory = false };
        // The text is read once; 8 bits are as exact as it needs and spare most of its memory.
        WeightOptions text = settings.Weights(precision == Precision.Float32 ? precision : Precision.Int8);
        Text = ModelSession.Create(MusicGenTextEncoder.Build(checkpoint, config, text), varying);
        Decoder = ModelSession.Create(MusicGenDecoder.Build(checkpoint, config.Decoder, settings.Weights(precision)), settings);
        _codec = EncodecModel.PartOf(checkpoint, "audio_encoder", config.AudioEncoder, settings);
    }

    /// <summary>Its configuration.</summary>
    public MusicGenConfig Config { get; }

    /// <summary>Reads prompts.</summary>
    internal ModelSession Text { get; }

    /// <summary>Predicts codes.</summary>
    internal ModelSession Decoder { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json, the weights and the tokenizer.</param>
    /// <param name="precision">Precision of the matrix products; the codec is always fp32.</param>
    /// <param name="settings">Where to compute; null for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static MusicGenModel Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        MusicGenConfig config = ModelConfig.Read<MusicGenConfig>(folder);
        config.Validate(folder);
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.FromFolder(folder);
        return Checkpoint.Open(folder, checkpoint => new MusicGenModel(config, checkpoint, tokenizer, precision, settings));
    }

    /// <summary>Music after a description.</summary>
    /// <param name="prompt">The description; empty for music after none.</param>
    /// <param name="options">Length, guidance, choice.</param>
    /// <param name="progress">Hears the share that is done, 0 to 1; may be null.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    /// <returns>Mono or stereo, at the codec's rate.</returns>
    /// <exception cref="ArgumentException">The description is too long, or the length is not positive.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public AudioBuffer Generate(string prompt, MusicGenOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!(options.Seconds > 0 && options.Seconds <= 3600))
            throw new ArgumentException($"Music is more than 0 and at most 3600 seconds long, not {options.Seconds}.", nameof(options));
        long[] ids = [.. _tokenizer.Encode(prompt).Select(static id => (long)id)], mask = new long[ids.Length];
        if (ids.Length > MaxPromptTokens)
            throw new ArgumentException($"The description has {ids.Length} tokens; at most {MaxPromptTokens} are read.", nameof(prompt));
        bool described = !string.IsNullOrWhiteSpace(prompt);
        mask.AsSpan().Fill(described ? 1 : 0);

        using MusicGenGeneration generation = new(Config.Decoder, Text, Decoder, ids, mask, 1, described ? options.GuidanceScale : 1, cancellationToken);
        int frames = (int)Math.Ceiling(options.Seconds * Config.AudioEncoder.FrameRate);
        long[][] codes = Continue(generation, frames, options, progress, cancellationToken);
        return Decode(codes, (int)Math.Round(options.Seconds * Config.AudioEncoder.SamplingRate), cancellationToken);
    }

    /// <summary>The sound of codes.</summary>
    /// <param name="codes">A list of codes for each codebook, all of one length.</param>
    /// <param name="samples">Samples to keep.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal AudioBuffer Decode(long[][] codes, int samples, CancellationToken cancellationToken)
    {
        int channels = Config.Decoder.AudioChannels;
        float[][] audio = new float[channels][];
        for (int channel = 0; channel < channels; channel++)
        {
            long[][] own = [.. codes.Where((_, row) => row % channels == channel)];
            float[] decoded = _codec.Decode(new EncodecCodes([.. own.SelectMany(static row => row)], own.Length, own[0].Length), cancellationToken);
            audio[channel] = decoded[..Math.Min(samples, decoded.Length)];
        }

        return new AudioBuffer(audio, Config.AudioEncoder.SamplingRate);
    }

    /// <summary>Codes of sound, one list for each codebook.</summary>
    internal EncodecCodes Encode(float[] samples, CancellationToken cancellationToken) => _codec.Encode(samples, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Text.Dispose();
        Decoder.Dispose();
        _codec.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>Generates the first window, then continues from its end as often as it takes.</summary>
    private long[][] Continue(
        MusicGenGeneration generation, int frames, MusicGenOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        MusicGenDecoderConfig decoder = Config.Decoder;
        int rate = Config.AudioEncoder.FrameRate, delay = decoder.LongestDelay;
        int window = Math.Min((int)(WindowSeconds * rate), decoder.MaxPositionEmbeddings - delay - 1);
        int overlap = window - Math.Max(1, (int)(window * StrideSeconds / WindowSeconds));
        Random random = new(options.Seed);
        List<long>[] codes = [.. Enumerable.Range(0, decoder.NumCodebooks).Select(static _ => new List<long>())];
        while (codes[0].Count < frames)
        {
            int done = codes[0].Count, kept = Math.Min(done, overlap), next = Math.Min(frames - done, window - kept);
            DelayPattern pattern = new(decoder, next + delay, [.. codes.SelectMany(row => row.Skip(done - kept))]);
            generation.Fill(
                [pattern], options.Sampling, random, step => progress?.Report(Math.Min(1, (done + step) / (double)frames)), cancellationToken);
            long[] all = pattern.Codes();
            for (int row = 0; row < codes.Length; row++)
                codes[row].AddRange(all.AsSpan(row * (kept + next) + kept, next));
        }

        return [.. codes.Select(static row => row.ToArray())];
    }
}
