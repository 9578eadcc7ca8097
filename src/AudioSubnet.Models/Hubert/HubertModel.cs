using AudioSubnet.Dsp;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.Wav2Vec2;

namespace AudioSubnet.Models.Hubert;

/// <summary>
/// HuBERT (Hsu et al. 2021; <c>facebook/hubert-base-ls960</c>): the state of one transformer layer for each 20 ms of speech, as voice cloning for Bark reads it. Thread-safe.
/// </summary>
public sealed class HubertModel : IDisposable
{
    /// <summary>The layer whose states the published semantic quantiser was trained on.</summary>
    public const int CloningLayer = 9;

    private readonly ICheckpoint _checkpoint;
    private readonly ModelSession _session;

    private HubertModel(ICheckpoint checkpoint, ModelSession session, SpeechEncoderConfig config) => (_checkpoint, _session, Config) = (checkpoint, session, config);

    /// <summary>The model's configuration.</summary>
    public SpeechEncoderConfig Config { get; }

    /// <summary>Opens a checkpoint folder.</summary>
    /// <param name="folder">A folder with config.json and the weights.</param>
    /// <param name="layer">The layer whose states are wanted; 0 is the input of the first. Layers above are not computed.</param>
    /// <param name="precision">Precision of the matrix products.</param>
    /// <param name="settings">How the model runs; null for the defaults.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or of another model, or the model has fewer layers.</exception>
    public static HubertModel Open(string folder, int layer = CloningLayer, Precision precision = Precision.Float32, SessionSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        var config = ModelConfig.Read<SpeechEncoderConfig>(folder);
        config.Validate(folder);
        if (layer > config.NumHiddenLayers)
            throw new CheckpointException($"{folder}: the states of layer {layer} are wanted, but the model has {config.NumHiddenLayers} layers.");
        WeightOptions weights = (settings ?? SessionSettings.Default).Weights();
        return Checkpoint.Open(folder, checkpoint => new HubertModel(checkpoint, ModelSession.Create(Build(checkpoint, config, layer, precision, weights), settings), config));
    }

    /// <summary>States of a recording, which is brought to 16 kHz mono but otherwise left as it is: the cloning models were trained on waveforms that are not normalised.</summary>
    /// <param name="audio">Speech.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <returns><c>[frames, width]</c>, row-major, and the number of frames.</returns>
    /// <exception cref="ArgumentException">The recording is too short for a single frame.</exception>
    public (float[] States, int Frames) Features(AudioBuffer audio, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audio);
        float[] samples = Waveform.Prepare(audio, 16000);
        if (samples.Length < Config.MinSamples)
            throw new ArgumentException($"The recording has {samples.Length} samples at 16 kHz; the model needs at least {Config.MinSamples}.", nameof(audio));
        using TensorValue input = TensorValue.From(samples, 1, samples.Length);
        using SessionOutputs outputs = _session.Run([("input_values", input)], cancellationToken);
        TensorValue states = outputs["hidden_states"];
        return (states.Floats.ToArray(), (int)states.Shape[1]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>Waveform [B, samples] to the states of a layer [B, T, H].</summary>
    internal static ModelGraph Build(ICheckpoint checkpoint, SpeechEncoderConfig config, int layer, Precision precision, WeightOptions? weights = null, bool taps = false)
    {
        using GraphBuilder graph = new("hubert", taps);
        Scope root = graph.Scope(checkpoint, weights);
        Scope s = root["hubert"].Exists() ? root["hubert"] : root;
        var encoder = new SpeechEncoder(config, precision != Precision.Float32);
        Tensor waveform = graph.Input("input_values", TensorType.Float32, "batch", "samples");
        Tensor x = encoder.Project(s["feature_projection"], encoder.Features(s["feature_extractor"], waveform));
        List<Tensor> states = encoder.Transform(s["encoder"], x, layer, encoder.SelfAttention);
        for (int i = 0; i < states.Count; i++)
            graph.Tap($"out.hidden_states.{i}", states[i]);
        graph.Tap("out.last_hidden_state", states[^1]);
        graph.Output("hidden_states", states[^1]);
        return graph.Build();
    }
}
