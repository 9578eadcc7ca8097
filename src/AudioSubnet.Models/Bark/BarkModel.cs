using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Sampling;
using AudioSubnet.Inference.Tokenizers;
using AudioSubnet.Models.EnCodec;

namespace AudioSubnet.Models.Bark;

/// <summary>
/// Bark (<c>suno/bark</c>, <c>suno/bark-small</c>): text to speech, laughter and sighs at 24 kHz, up to about 15 s at a time, in a voice of one's choice.
/// Thread-safe: concurrent requests share the weights.
/// </summary>
public sealed class BarkModel : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly WordPieceTokenizer _tokenizer;

    private BarkModel(BarkConfig config, BarkGenerationConfig rules, ICheckpoint checkpoint, WordPieceTokenizer tokenizer, Precision precision, SessionSettings? settings)
    {
        Config = config;
        Rules = rules;
        _checkpoint = checkpoint;
        _tokenizer = tokenizer;
        WeightOptions weights = (settings ?? SessionSettings.Default).Weights(precision);
        Semantic = ModelSession.Create(BarkTransformer.BuildCausal(checkpoint, "semantic", config.SemanticConfig, weights, merges: true), settings);
        Coarse = ModelSession.Create(BarkTransformer.BuildCausal(checkpoint, "coarse_acoustics", config.CoarseAcousticsConfig, weights), settings);
        Fine = ModelSession.Create(BarkTransformer.BuildFine(checkpoint, config.FineAcousticsConfig, weights), settings);
        Codec = EncodecModel.PartOf(checkpoint, "codec_model", config.CodecConfig, settings);
    }

    /// <summary>Its configuration.</summary>
    public BarkConfig Config { get; }

    /// <summary>The rules of its generation.</summary>
    public BarkGenerationConfig Rules { get; }

    /// <summary>The codec, which also makes codes of a voice.</summary>
    public EncodecModel Codec { get; }

    /// <summary>Sample rate of the sound in Hz.</summary>
    public int SampleRate => Config.CodecConfig.SamplingRate;

    /// <summary>Text to semantic tokens.</summary>
    internal ModelSession Semantic { get; }

    /// <summary>Semantic to coarse tokens.</summary>
    internal ModelSession Coarse { get; }

    /// <summary>Coarse to fine tokens.</summary>
    internal ModelSession Fine { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">With config.json, generation_config.json, the weights and vocab.txt.</param>
    /// <param name="precision">Precision of the matrix products; the codec is always fp32.</param>
    /// <param name="settings">Where to compute; null for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing or does not fit.</exception>
    public static BarkModel Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        BarkConfig config = ModelConfig.Read<BarkConfig>(folder);
        BarkGenerationConfig rules = ModelConfig.ReadOptional<BarkGenerationConfig>(folder, "generation_config.json");
        config.Validate(folder, rules);
        WordPieceTokenizer tokenizer = WordPieceTokenizer.FromFolder(folder);
        return Checkpoint.Open(folder, checkpoint => new BarkModel(config, rules, checkpoint, tokenizer, precision, settings));
    }

    /// <summary>Number of tokens of a text; more than <see cref="BarkSemanticRules.MaxInputSemanticLength"/> are not spoken.</summary>
    public int CountTokens(string text) => _tokenizer.Encode(text).Length;

    /// <summary>Speaks a text that is short enough for one generation.</summary>
    /// <param name="text">One or two sentences.</param>
    /// <param name="options">Voice, temperatures, seed.</param>
    /// <param name="cancellationToken">Ends it within a step.</param>
    /// <returns>The sound, and what was said as a voice: to speak on with it keeps the voice steady.</returns>
    /// <exception cref="ArgumentException">The text is empty or too long, or the voice belongs to another model.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (AudioBuffer Audio, BarkVoice Voice) Speak(string text, BarkOptions options, CancellationToken cancellationToken = default)
    {
        long[] ids = [.. _tokenizer.Encode(text).Select(static id => (long)id)];
        if (ids.Length == 0 || ids.Length > Rules.SemanticConfig.MaxInputSemanticLength)
            throw new ArgumentException($"A text has 1 to {Rules.SemanticConfig.MaxInputSemanticLength} tokens, this one has {ids.Length}. Split it at its sentences.", nameof(text));
        BarkTokens tokens = Generate(ids, options, cancellationToken);
        if (tokens.Fine[0].Length == 0)
            return (new AudioBuffer(new float[SampleRate / 10], SampleRate), options.Voice ?? Remember(tokens)); // it ended before it said anything
        float[] samples = Codec.Decode(new EncodecCodes([.. tokens.Fine.SelectMany(static row => row)], tokens.Fine.Length, tokens.Fine[0].Length), cancellationToken);
        return (new AudioBuffer(samples, SampleRate), Remember(tokens));
    }

    /// <summary>All stages up to the codec.</summary>
    internal BarkTokens Generate(IReadOnlyList<long> ids, BarkOptions options, CancellationToken cancellationToken)
    {
        options.Voice?.Check(Rules, nameof(options));
        Random random = new(options.Seed);
        long[] semantic = new BarkSemanticStage(Semantic, Config.SemanticConfig, Rules.SemanticConfig).Run(
            ids, options,
            Sampling(Rules.SemanticConfig, options.SemanticTemperature, options), random, cancellationToken);
        BarkCoarseStage coarseStage = new(Coarse, Config.CoarseAcousticsConfig, Rules);
        long[] coarse = coarseStage.Run(
            semantic, coarseStage.Length(semantic), options.Voice,
            Sampling(Rules.CoarseAcousticsConfig, options.CoarseTemperature, options), random, cancellationToken);
        long[][] fine = coarse.Length == 0
            ? [.. Enumerable.Range(0, Rules.FineAcousticsConfig.NFineCodebooks).Select(static _ => Array.Empty<long>())]
            : new BarkFineStage(Fine, Config.FineAcousticsConfig, Rules).Run(
                coarse, options.Voice, options.FineTemperature ?? Rules.FineAcousticsConfig.Temperature ?? 1, random, cancellationToken);
        return new(semantic, coarse, fine);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Semantic.Dispose();
        Coarse.Dispose();
        Fine.Dispose();
        Codec.Dispose();
        _checkpoint.Dispose();
    }

    private static SamplingOptions Sampling(BarkSamplingRules rules, float? temperature, BarkOptions options)
    {
        bool greedy = temperature is { } asked ? asked == 0 : !rules.DoSample;
        SamplingOptions defaults = new();
        return greedy ? SamplingOptions.Greedy : new()
        {
            Temperature = temperature ?? rules.Temperature ?? 1,
            TopK = options.TopK ?? rules.TopK ?? defaults.TopK,
            TopP = options.TopP ?? rules.TopP ?? defaults.TopP,
        };
    }

    private BarkVoice Remember(BarkTokens tokens) => new()
    {
        Semantic = [.. tokens.Semantic.Where(token => token != Rules.SemanticConfig.SemanticPadToken)],
        Coarse = [.. tokens.Fine.Take(Rules.CoarseAcousticsConfig.NCoarseCodebooks)],
        Fine = tokens.Fine,
    };
}
