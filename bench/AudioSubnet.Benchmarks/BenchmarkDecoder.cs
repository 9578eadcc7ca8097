using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models;
using AudioSubnet.Models.Bark;
using AudioSubnet.Models.MusicGen;

namespace AudioSubnet.Benchmarks;

/// <summary>An autoregressive decoder alone, as its model runs it: MusicGen's with a batch of two for guidance.</summary>
internal sealed class BenchmarkDecoder : IDisposable
{
    private const int PromptTokens = 12;

    private readonly Checkpoint _checkpoint;
    private readonly ModelSession _session;
    private readonly List<(string Name, TensorValue Value)> _bound = [];
    private readonly Action<DecoderStep>? _bindRest;

    private BenchmarkDecoder(Checkpoint checkpoint, ModelGraph graph, Action<DecoderStep>? bindRest)
    {
        _checkpoint = checkpoint;
        _session = ModelSession.Create(graph);
        _bindRest = bindRest;
    }

    /// <summary>Weights that a step reads.</summary>
    public required long Weights { get; init; }

    /// <summary>Longest sequence.</summary>
    public required int Positions { get; init; }

    /// <summary>Name of the input with tokens, and its shape.</summary>
    public required (string Name, long[] Shape) Tokens { get; init; }

    /// <summary>Shape of the logits; the last length is the vocabulary's.</summary>
    public required long[] Logits { get; init; }

    /// <summary>Tokens that may be chosen.</summary>
    public required int Choices { get; init; }

    public static BenchmarkDecoder Bark(string family, string stage, Precision precision)
    {
        string folder = BenchmarkModels.Folder(family);
        BarkConfig config = ModelConfig.Read<BarkConfig>(folder);
        bool semantic = stage == "semantic";
        BarkStageConfig shape = semantic ? config.SemanticConfig : config.CoarseAcousticsConfig;
        Checkpoint checkpoint = Checkpoint.Open(folder);
        return new(checkpoint, BarkTransformer.BuildCausal(checkpoint, stage, shape, new WeightOptions { Precision = precision }, merges: semantic), semantic ? BindHistory : null)
        {
            Weights = 12L * shape.NumLayers * shape.HiddenSize * shape.HiddenSize + (long)shape.OutputVocabSize * shape.HiddenSize,
            Positions = shape.BlockSize,
            Tokens = ("ids", [1, 1]),
            Logits = [1, shape.OutputVocabSize],
            Choices = Math.Min(shape.OutputVocabSize, shape.InputVocabSize),
        };

        static void BindHistory(DecoderStep step)
        {
            step.Input("merged_ids", TensorType.Int64, 1, 1);
            step.Input("merged_share", TensorType.Float32, 1, 1);
        }
    }

    public static BenchmarkDecoder MusicGen(string family, Precision precision)
    {
        const int Batch = 2;
        string folder = BenchmarkModels.Folder(family);
        MusicGenDecoderConfig config = ModelConfig.Read<MusicGenConfig>(folder).Decoder;
        Checkpoint checkpoint = Checkpoint.Open(folder);
        BenchmarkDecoder decoder = new(checkpoint, MusicGenDecoder.Build(checkpoint, config, new WeightOptions { Precision = precision }), null)
        {
            Weights = 14L * config.NumHiddenLayers * config.HiddenSize * config.HiddenSize + (long)config.NumCodebooks * config.VocabSize * config.HiddenSize,
            Positions = config.MaxPositionEmbeddings,
            Tokens = ("codes", [Batch, config.NumCodebooks, 1]),
            Logits = [Batch, config.NumCodebooks, config.VocabSize],
            Choices = config.VocabSize,
        };
        int heads = config.NumAttentionHeads, size = config.HiddenSize / heads;
        for (int i = 0; i < config.NumHiddenLayers; i++)
            foreach (string name in (string[])[MusicGenDecoder.CrossKey(i), MusicGenDecoder.CrossValue(i)])
                decoder._bound.Add((name, TensorValue.Zeros(TensorType.Float32, Batch, heads, PromptTokens, size)));
        decoder._bound.Add(("padding", TensorValue.Zeros(TensorType.Float32, Batch, 1, 1, PromptTokens)));
        return decoder;
    }

    /// <summary>Bytes that a step reads: with blocks of 32 weights and a scale of 4 bytes where they are quantised.</summary>
    public long BytesOf(Precision precision) => (long)(Weights * precision switch { Precision.Float32 => 4, Precision.Int8 => 1 + (4 / 32.0), _ => 0.5 + (4 / 32.0) });

    /// <summary>A sequence that so many positions are remembered of.</summary>
    public DecoderState Start(int position, int capacity)
    {
        DecoderState state = new(_session, (int)Tokens.Shape[0], capacity);
        foreach ((string name, TensorValue value) in _bound)
            state.Bind(name, value);
        state.Assume(position);
        return state;
    }

    /// <summary>The step of a sequence, its tokens and its logits.</summary>
    public (DecoderStep Step, TensorValue Tokens, TensorValue Logits) CreateStep(DecoderState state)
    {
        DecoderStep step = state.CreateStep();
        TensorValue tokens = step.Input(Tokens.Name, TensorType.Int64, Tokens.Shape), logits = step.Output("logits", TensorType.Float32, Logits);
        _bindRest?.Invoke(step);
        return (step, tokens, logits);
    }

    public void Dispose()
    {
        _session.Dispose();
        foreach ((_, TensorValue value) in _bound)
            value.Dispose();
        _checkpoint.Dispose();
    }
}
