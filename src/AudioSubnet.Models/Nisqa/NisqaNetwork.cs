using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.Nisqa;

/// <summary>
/// The network of NISQA as a graph: convolutions over each segment, self-attention or an LSTM over the segments, a weighted mean of them for each predicted score.
/// Source: G. Mittag, B. Naderi, A. Chehadi, S. Möller, "NISQA: A Deep CNN-Self-Attention Model for Multidimensional Speech Quality Prediction with Crowdsourced Datasets",
/// Interspeech 2021.
/// </summary>
internal static class NisqaNetwork
{
    public const string Segments = "segments", Scores = "scores";

    private const int Dimensions = 5;

    /// <summary>The whole network: segments [n, 1, bands, frames] to scores [1, 1 or 5].</summary>
    public static void Build(GraphBuilder graph, Scope model, NisqaConfig config)
    {
        Tensor x = graph.Input(Segments, TensorType.Float32, "segments", 1, config.MelBands, config.SegmentFrames);
        Scope cnn = model["cnn.model"];
        x = graph.Tap("cnn_out", config.IsAdaptive ? AdaptiveCnn(cnn, x, config) : StandardCnn(cnn, x)); // [n, F]
        x = x.Unsqueeze(0); // [1, n, F]
        x = TimeDependency(model["time_dependency.model"], x, config.TimeDependency, config.AttentionHeads[0]);
        x = graph.Tap("time_dependency", TimeDependency(model["time_dependency_2.model"], x, config.SecondTimeDependency, config.AttentionHeads[1]));
        graph.Output(Scores, config.HasDimensions
            ? Tensor.Concat(1, [.. Enumerable.Range(0, Dimensions).Select(i => Pool(model["pool_layers"][i]["model"], x, config.Pooling))])
            : Pool(model["pool.model"], x, config.Pooling));
    }

    /// <summary>Six convolutions whose maps are pooled to given sizes; the last one takes the whole remaining width.</summary>
    private static Tensor AdaptiveCnn(Scope s, Tensor x, NisqaConfig config)
    {
        // A kernel of width 1 sees single frames and needs no padding at their sides.
        int side = s["conv1"].ShapeOf("weight")[3] == 1 ? 0 : 1;
        (int Height, int Width) size = (config.MelBands, config.SegmentFrames);
        x = ConvBlock(s, 1, x, side).AdaptiveMaxPool(size, config.Pools[0]);
        x = ConvBlock(s, 2, x, side).AdaptiveMaxPool(config.Pools[0], config.Pools[1]);
        x = ConvBlock(s, 3, x, side);
        x = ConvBlock(s, 4, x, side).AdaptiveMaxPool(config.Pools[1], config.Pools[2]);
        x = ConvBlock(s, 5, x, side);
        x = ConvBlock(s, 6, x, 0).Flatten();
        return s["fc"].Exists() ? s.Linear("fc", x) : x;
    }

    /// <summary>Six convolutions whose maps are halved three times.</summary>
    private static Tensor StandardCnn(Scope s, Tensor x)
    {
        x = ConvBlock(s, 1, x, 1).MaxPool2d((2, 2), (2, 2), padding: (0, 1));
        x = ConvBlock(s, 2, x, 1).MaxPool2d((2, 2), (2, 2));
        x = ConvBlock(s, 3, x, 1);
        x = ConvBlock(s, 4, x, 1).MaxPool2d((2, 2), (2, 2));
        x = ConvBlock(s, 5, x, 1);
        x = ConvBlock(s, 6, x, 1).Flatten();
        return s["fc_out"].Exists() ? s.Linear("fc_out", x) : x;
    }

    private static Tensor ConvBlock(Scope s, int number, Tensor x, int side) =>
        s.BatchNorm($"bn{number}", s.Conv2d($"conv{number}", x, (1, 1), (1, side))).Relu();

    private static Tensor TimeDependency(Scope s, Tensor x, string kind, int heads) => kind switch
    {
        "self_att" => SelfAttention(s, x, heads),
        "lstm" => s.Lstm("lstm", x),
        "skip" => x,
        _ => throw new CheckpointException($"The NISQA model relates its segments by '{kind}'; self_att, lstm and skip are known."),
    };

    private static Tensor SelfAttention(Scope s, Tensor x, int heads)
    {
        x = s.LayerNorm("norm1", s.Linear("linear", x));
        for (int i = 0; s["layers"][i].Exists(); i++)
        {
            Scope layer = s["layers"][i];
            x = layer.LayerNorm("norm1", x + MultiHeadAttention(layer["self_attn"], x, heads));
            x = layer.LayerNorm("norm2", x + layer.Linear("linear2", layer.Linear("linear1", x).Relu()));
        }
        return x;
    }

    /// <summary>PyTorch's MultiheadAttention with query = key = value = x [1, n, C] and no mask: a clip is a batch of its own.</summary>
    private static Tensor MultiHeadAttention(Scope s, Tensor x, int heads)
    {
        long headSize = s.ShapeOf("in_proj_weight")[1] / heads;
        Tensor[] projected = (s.Product("in_proj_weight", x) + s.Weight("in_proj_bias")).Split(3, axis: -1);
        Tensor Heads(Tensor value) => value.Reshape(0, -1, heads, headSize).Transpose(1, 2); // [1, heads, n, headSize]
        Tensor scores = (Heads(projected[0]) / Math.Sqrt(headSize)).MatMul(Heads(projected[1]).Transpose(2, 3));
        Tensor mixed = scores.Softmax().MatMul(Heads(projected[2])).Transpose(1, 2).Reshape(0, -1, heads * headSize);
        return s.Linear("out_proj", mixed);
    }

    /// <summary>One score of the segments: [1, n, C] to [1, 1].</summary>
    private static Tensor Pool(Scope s, Tensor x, string kind)
    {
        switch (kind)
        {
            case "att" when s["linear3"].Exists(): // attention by a small network of two layers
                return s.Linear("linear3", Attend(s.Linear("linear2", s.Linear("linear1", x).Relu()), x));
            case "att":
                return s.Linear("linear2", Attend(s.Linear("linear1", x), x));
            case "avg":
                return s.Linear("linear", x.Mean(1));
            case "max":
                return s.Linear("linear", x.Max(1));
            case "last_step":
                return s.Linear("linear", x.Select(1, -1));
            case "last_step_bi": // the last state forwards and the last one backwards, which is at the first segment
                (Tensor forward, Tensor backward) = x.SplitInTwo(axis: -1);
                return s.Linear("linear", Tensor.Concat(1, forward.Select(1, -1), backward.Select(1, 0)));
            default:
                throw new CheckpointException($"The NISQA model pools its segments by '{kind}'; att, avg, max, last_step and last_step_bi are known.");
        }
    }

    /// <summary>The mean of the segments, weighted by the softmax of scores [1, n, 1].</summary>
    private static Tensor Attend(Tensor scores, Tensor x) => scores.Transpose(1, 2).Softmax().MatMul(x).Squeeze(1);
}
