using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tokenizers;

namespace AudioSubnet.Models.Wav2Vec2;

/// <summary>
/// wav2vec 2.0 with a letter classifier trained by connectionist temporal classification (<c>facebook/wav2vec2-base-960h</c>): a waveform at 16 kHz to
/// scores of letters for each 20 ms. Thread-safe.
/// </summary>
public sealed class Wav2Vec2Ctc : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly ModelSession _session;

    private Wav2Vec2Ctc(ICheckpoint checkpoint, ModelSession session, SpeechEncoderConfig config, FeatureExtractorConfig extractor, CtcTokenizer tokenizer) =>
        (_checkpoint, _session, Config, Extractor, Tokenizer) = (checkpoint, session, config, extractor, tokenizer);

    /// <summary>The model's configuration.</summary>
    public SpeechEncoderConfig Config { get; }

    /// <summary>How the waveform is prepared.</summary>
    public FeatureExtractorConfig Extractor { get; }

    /// <summary>The letters.</summary>
    public CtcTokenizer Tokenizer { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">A folder with config.json, the weights, vocab.json and preprocessor_config.json.</param>
    /// <param name="precision">Precision of the matrix products.</param>
    /// <param name="settings">How the model runs; null for the defaults.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or of another model.</exception>
    public static Wav2Vec2Ctc Open(string folder, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var config = ModelConfig.Read<SpeechEncoderConfig>(folder);
        config.Validate(folder);
        var extractor = ModelConfig.ReadOptional<FeatureExtractorConfig>(folder, "preprocessor_config.json");
        var tokenizer = CtcTokenizer.FromFolder(folder);
        WeightOptions weights = (settings ?? SessionSettings.Default).Weights();
        return Checkpoint.Open(folder, checkpoint => new Wav2Vec2Ctc(checkpoint, ModelSession.Create(Build(checkpoint, config, precision, weights), settings), config, extractor, tokenizer));
    }

    /// <summary>Scores of waveforms of one length.</summary>
    /// <param name="samples">[batch, samples] at the extractor's rate, prepared as it asks.</param>
    /// <param name="batch">Number of waveforms.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns>Logits <c>[batch, frames, vocabulary]</c>.</returns>
    /// <exception cref="ArgumentException">The waveforms are too short for a single frame.</exception>
    public CtcLogits Score(float[] samples, int batch = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        int length = samples.Length / Math.Max(1, batch);
        if (length < Config.MinSamples)
            throw new ArgumentException($"The waveform has {length} samples; the model needs at least {Config.MinSamples}.", nameof(samples));
        using TensorValue input = TensorValue.From(samples, batch, length);
        using SessionOutputs outputs = _session.Run([("input_values", input)], cancellationToken);
        TensorValue logits = outputs["out.logits"];
        return new CtcLogits(logits.Floats.ToArray(), (int)logits.Shape[0] * (int)logits.Shape[1], (int)logits.Shape[2]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>Waveform [B, samples] to logits [B, T, vocabulary].</summary>
    internal static ModelGraph Build(ICheckpoint checkpoint, SpeechEncoderConfig config, Precision precision, WeightOptions? weights = null, bool taps = false)
    {
        using GraphBuilder graph = new("wav2vec2", taps);
        Scope root = graph.Scope(checkpoint, weights);
        Scope s = root["wav2vec2"];
        var encoder = new SpeechEncoder(config, precision != Precision.Float32);
        Tensor waveform = graph.Input("input_values", TensorType.Float32, "batch", "samples");
        Tensor x = encoder.Project(s["feature_projection"], encoder.Features(s["feature_extractor"], waveform));
        List<Tensor> states = encoder.Transform(s["encoder"], x, config.NumHiddenLayers, encoder.SelfAttention);
        for (int i = 0; i < states.Count; i++)
            graph.Tap($"mid.hidden_states.{i}", states[i]);
        graph.Output("out.logits", root.Linear("lm_head", states[^1]));
        return graph.Build();
    }
}
