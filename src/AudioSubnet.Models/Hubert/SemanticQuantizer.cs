using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.Hubert;

/// <summary>
/// HuBERT's states to Bark's semantic tokens: the "CustomTokenizer" of <c>GitMylo/bark-voice-cloning</c>, a two-layer LSTM and a classifier. Its newer version has one more linear
/// layer. Thread-safe.
/// </summary>
public sealed class SemanticQuantizer : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly ModelSession _session;

    private SemanticQuantizer(ICheckpoint checkpoint, ModelSession session, int width) => (_checkpoint, _session, Width) = (checkpoint, session, width);

    /// <summary>Width of the states that it reads.</summary>
    public int Width { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The published .pth, or the same tensors as safetensors.</param>
    /// <param name="settings">How the model runs; null for the defaults.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or of another model.</exception>
    public static SemanticQuantizer Open(string file, SessionSettings? settings = null)
    {
        return Checkpoint.Open(file, checkpoint =>
        {
            ModelGraph graph = Build(checkpoint);
            return new SemanticQuantizer(checkpoint, ModelSession.Create(graph, settings), (int)checkpoint.Tensors["lstm.weight_ih_l0"].Shape[1]);
        });
    }

    /// <summary>The semantic token of each frame.</summary>
    /// <param name="states"><c>[frames, width]</c> as <see cref="HubertModel.Features"/> gives them.</param>
    /// <param name="cancellationToken">Stops between two operations.</param>
    /// <exception cref="ArgumentException">The states have another width.</exception>
    public int[] Tokens(float[] states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Length == 0 || states.Length % Width != 0)
            throw new ArgumentException($"{states.Length} values are no states of width {Width}. Quantiser and HuBERT do not belong together.", nameof(states));
        using TensorValue input = TensorValue.From(states, states.Length / Width, Width);
        using SessionOutputs outputs = _session.Run([("features", input)], cancellationToken);
        TensorValue scores = outputs["log_probs"];
        int classes = (int)scores.Shape[1];
        var tokens = new int[scores.Shape[0]];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores.Floats.Slice(i * classes, classes));
        return tokens;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _checkpoint.Dispose();
    }

    /// <summary>States [T, width] to log probabilities of the tokens [T, classes].</summary>
    internal static ModelGraph Build(ICheckpoint checkpoint, bool taps = false)
    {
        using GraphBuilder graph = new("semantic_quantizer", taps);
        Scope s = graph.Scope(checkpoint);
        long width = s.Stored("lstm.weight_ih_l0").Shape[^1];
        Tensor x = s.Lstm("lstm", graph.Input("features", TensorType.Float32, "frames", width).Unsqueeze(0)).Squeeze(0);
        graph.Tap("lstm", x);
        if (s["intermediate"].Exists())
            x = s.Linear("intermediate", x);
        graph.Output("log_probs", s.Linear("fc", x).LogSoftmax());
        return graph.Build();
    }
}
