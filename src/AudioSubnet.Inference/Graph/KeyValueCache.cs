using System.Globalization;
using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// The keys and values that a decoder remembers, as its graph sees them. Buffers of the greatest length are inputs of the graph and, updated in place, its
/// outputs too; <see cref="Runtime.DecoderState"/> binds them and counts the positions.
/// </summary>
/// <remarks>
/// Each layer is one GroupQueryAttention operation of ONNX Runtime, which is causal: new positions see all earlier ones and themselves. It adds no bias to queries,
/// keys and values; linear layers before it do.
/// </remarks>
public sealed class KeyValueCache
{
    /// <summary>Name of the input with each row's last position, int32 [batch].</summary>
    internal const string LastPositionInput = "cache.last_position";

    /// <summary>Name of the input with the number of positions after this run, int32 [1].</summary>
    internal const string TotalLengthInput = "cache.total_length";

    /// <summary>Added to a buffer's input name to name its output.</summary>
    internal const string UpdatedSuffix = ".updated";

    private readonly GraphBuilder _graph;
    private readonly TensorType _type;
    private readonly Tensor _lastPosition;
    private readonly Tensor _totalLength;
    private int _layers;

    /// <summary>Declares the inputs that all layers share.</summary>
    /// <param name="graph">A decoder's graph; it can have one cache.</param>
    /// <param name="type">float32, or float16 for half the memory and half the reading of long sequences; sums are always float32.</param>
    public KeyValueCache(GraphBuilder graph, TensorType type = TensorType.Float32)
    {
        if (type is not (TensorType.Float32 or TensorType.Float16))
            throw new ArgumentOutOfRangeException(nameof(type), type, "Keys and values are float32 or float16.");
        _graph = graph;
        _type = type;
        _lastPosition = graph.Input(LastPositionInput, TensorType.Int32, "batch");
        _totalLength = graph.Input(TotalLengthInput, TensorType.Int32, 1);
    }

    /// <summary>The positions of the elements that this run adds, counted from 0 over the whole sequence: for position embeddings.</summary>
    /// <param name="tokens">Any tensor with the new elements along axis 1.</param>
    /// <returns>int64 [time].</returns>
    public Tensor Positions(Tensor tokens)
    {
        Tensor end = _totalLength.Cast(TensorType.Int64).Squeeze(0);
        return Tensor.Range(end - tokens.Length(1), end);
    }

    /// <summary>Remembers the new keys and values of the next layer and attends to all of them.</summary>
    /// <param name="query">[batch, time, heads · size].</param>
    /// <param name="key">[batch, time, heads · size].</param>
    /// <param name="value">[batch, time, heads · size].</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="headSize">Width of a head.</param>
    /// <param name="scale">Factor of the scores; null for 1 / √size.</param>
    /// <returns>[batch, time, heads · size].</returns>
    public Tensor Attend(Tensor query, Tensor key, Tensor value, int heads, int headSize, float? scale = null)
    {
        // The kernel wants sizes in multiples of eight; zeros change neither scores nor sums.
        int padded = (headSize + 7) / 8 * 8;
        string layer = string.Create(CultureInfo.InvariantCulture, $"cache.{_layers++}");
        Tensor pastKey = _graph.Input(layer + ".key", _type, "batch", heads, "capacity", padded);
        Tensor pastValue = _graph.Input(layer + ".value", _type, "batch", heads, "capacity", padded);
        Tensor[] results = _graph.Nodes(
            "com.microsoft.GroupQueryAttention", 3, [Pad(query), Pad(key), Pad(value), pastKey, pastValue, _lastPosition, _totalLength],
            ("num_heads", heads), ("kv_num_heads", heads), ("do_rotary", 0), ("scale", scale ?? 1 / MathF.Sqrt(headSize)));
        _graph.OutputInPlace(layer + ".key" + UpdatedSuffix, results[1]);
        _graph.OutputInPlace(layer + ".value" + UpdatedSuffix, results[2]);
        Tensor attended = results[0].Cast(TensorType.Float32);
        return padded == headSize ? attended : attended.Reshape(0, 0, heads, padded).Slice(3, 0, headSize).Reshape(0, 0, heads * headSize);

        Tensor Pad(Tensor x)
        {
            Tensor full = padded == headSize ? x : x.Reshape(0, 0, heads, headSize).Pad(3, new Padding(0, padded - headSize)).Reshape(0, 0, heads * padded);
            return full.Cast(_type);
        }
    }
}
