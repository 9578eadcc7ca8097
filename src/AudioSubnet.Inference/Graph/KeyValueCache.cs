using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Attention;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Quantization;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// The keys and values that a decoder remembers, as its graph sees them: buffers of the greatest length that are inputs of the graph and are updated in place.
/// <see cref="Runtime.DecoderState"/> binds them and counts the positions.
/// </summary>
/// <remarks>
/// <para>Each layer is one operation, which is causal: new positions see all earlier ones and themselves. It adds no bias to queries, keys and values; linear layers before
/// it do.</para>
/// <para>With own kernels (<see cref="WeightOptions.OwnKernels"/>) keys and values stay float32 beside fp32 weights; beside quantised weights they are int8, with a factor for each
/// position of each head. Otherwise ONNX Runtime's GroupQueryAttention remembers them in float32, beside weights of 4 bits in float16: half the memory, at some cost in time.</para>
/// </remarks>
public sealed class KeyValueCache
{
    /// <summary>Name of the input with each row's last position, int32 [batch]; only GroupQueryAttention has it.</summary>
    internal const string LastPositionInput = "cache.last_position";

    /// <summary>Name of the input with the number of positions after this run, int32 [1].</summary>
    internal const string TotalLengthInput = "cache.total_length";

    /// <summary>Ends the names of inputs that own kernels update, [batch, heads, blocks of 16 positions, elements].</summary>
    internal const string MemorySuffix = ".memory";

    /// <summary>Added to the input name of a buffer [batch, heads, positions, size] that GroupQueryAttention updates to name its output.</summary>
    internal const string UpdatedSuffix = ".updated";

    private readonly GraphBuilder _graph;
    private readonly WeightOptions _weights;
    private readonly Tensor _totalLength;
    private Tensor _lastPosition;
    private int _layers;

    /// <summary>Declares what all layers share.</summary>
    /// <param name="graph">A decoder's graph; it can have one cache.</param>
    /// <param name="weights">How the decoder's weights are made, which decides how keys and values are remembered; null for fp32.</param>
    public KeyValueCache(GraphBuilder graph, WeightOptions? weights = null)
    {
        _graph = graph;
        _weights = weights ?? WeightOptions.Default;
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
        string layer = string.Create(CultureInfo.InvariantCulture, $"cache.{_layers++}");
        float factor = scale ?? 1 / MathF.Sqrt(headSize);
        return _weights.OwnKernels && headSize <= KeyValueLayout.MaxHeadSize
            ? AttendByOwnKernel(layer, query, key, value, heads, headSize, factor)
            : AttendByRuntime(layer, query, key, value, heads, headSize, factor);
    }

    private Tensor AttendByOwnKernel(string layer, Tensor query, Tensor key, Tensor value, int heads, int headSize, float scale)
    {
        TensorType type = _weights.Precision == Precision.Float32 ? TensorType.Float32 : TensorType.Int8;
        Tensor memory = _graph.Input(layer + MemorySuffix, type, "batch", heads, "blocks", new KeyValueLayout(headSize, type).BlockElements);
        return _graph.Node(
            $"{OperatorDomain.Name}.{RememberedAttention.Operator.Name}", [query, key, value, memory, _totalLength],
            ("heads", heads), ("size", headSize), ("scale", scale), ("bytes", type == TensorType.Int8));
    }

    private Tensor AttendByRuntime(string layer, Tensor query, Tensor key, Tensor value, int heads, int headSize, float scale)
    {
        // The operation wants sizes in multiples of eight; zeros change neither scores nor sums.
        int padded = (headSize + 7) / 8 * 8;
        TensorType type = _weights.Precision == Precision.Int4 ? TensorType.Float16 : TensorType.Float32;
        if (!_lastPosition.IsPresent)
            _lastPosition = _graph.Input(LastPositionInput, TensorType.Int32, "batch");
        Tensor pastKey = _graph.Input(layer + ".key", type, "batch", heads, "capacity", padded);
        Tensor pastValue = _graph.Input(layer + ".value", type, "batch", heads, "capacity", padded);
        Tensor[] results = _graph.Nodes(
            "com.microsoft.GroupQueryAttention", 3, [Pad(query), Pad(key), Pad(value), pastKey, pastValue, _lastPosition, _totalLength],
            ("num_heads", heads), ("kv_num_heads", heads), ("do_rotary", 0), ("scale", scale));
        _graph.OutputInPlace(layer + ".key" + UpdatedSuffix, results[1]);
        _graph.OutputInPlace(layer + ".value" + UpdatedSuffix, results[2]);
        Tensor attended = results[0].Cast(TensorType.Float32);
        return padded == headSize ? attended : attended.Reshape(0, 0, heads, padded).Slice(3, 0, headSize).Reshape(0, 0, heads * headSize);

        Tensor Pad(Tensor x)
        {
            Tensor full = padded == headSize ? x : x.Reshape(0, 0, heads, headSize).Pad(3, new Padding(0, padded - headSize)).Reshape(0, 0, heads * padded);
            return full.Cast(type);
        }
    }
}
