using System.Globalization;
using System.Runtime.InteropServices;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// Collects the operations of a model. Model code asks it for inputs and constants, computes with <see cref="Tensor"/> handles as if they were arrays, names
/// the outputs, and gets a <see cref="ModelGraph"/>. Not thread-safe; use one per graph.
/// </summary>
/// <remarks>Operators are those of ONNX opset 21 and of ONNX Runtime's own domain "com.microsoft".</remarks>
public sealed class GraphBuilder : IDisposable
{
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly List<GraphConstant> _constants = [];
    private readonly Dictionary<string, (GraphWeight Weight, Tensor Tensor)> _weights = new(StringComparer.Ordinal);
    private readonly Dictionary<(TensorType, double), Tensor> _scalars = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NativeBuffer> _packed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QuantizedMatrix> _quantized = new(StringComparer.Ordinal);
    private readonly HashSet<ICheckpoint> _checkpoints = [];
    private readonly Dictionary<ICheckpoint, QuantizedCache?> _caches = [];
    private bool _built;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="name">Name of the model part, shown in profiles and saved files.</param>
    /// <param name="taps">Whether <see cref="Tap"/> makes outputs: for tests that compare intermediate values.</param>
    public GraphBuilder(string name, bool taps = false)
    {
        Name = name;
        Taps = taps;
    }

    /// <summary>Name of the model part.</summary>
    public string Name { get; }

    /// <summary>Whether <see cref="Tap"/> makes outputs.</summary>
    public bool Taps { get; }

    /// <summary>Declares an input.</summary>
    /// <param name="name">Its name, by which a run gives the value.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Lengths: numbers, or names for what is known at run time (<c>"batch", "tokens", 80</c>).</param>
    public Tensor Input(string name, TensorType type, params ReadOnlySpan<Dimension> shape)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph '{Name}' already has a value named '{name}'.", nameof(name));
        _inputs.Add(new(name, type, shape.ToArray()));
        return new(this, name, type, shape.Length);
    }

    /// <summary>Declares an output.</summary>
    /// <param name="name">Its name, by which a run returns the value.</param>
    /// <param name="tensor">The value.</param>
    public void Output(string name, Tensor tensor)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph '{Name}' already has a value named '{name}'.", nameof(name));
        _nodes.Add(new("Identity", "", [tensor.Name], [name], []));
        _outputs.Add(new(name, tensor.Type, null));
    }

    /// <summary>Declares an output that is the operation's own buffer: no operation stands between, so that it can be bound to the memory of an input.</summary>
    internal void OutputInPlace(string name, Tensor tensor)
    {
        if (!_names.Add(name))
            throw new ArgumentException($"The graph '{Name}' already has a value named '{name}'.", nameof(name));
        int index = _nodes.FindLastIndex(node => node.Outputs.Contains(tensor.Name, StringComparer.Ordinal));
        string[] outputs = _nodes[index].Outputs;
        outputs[Array.IndexOf(outputs, tensor.Name)] = name;
        _outputs.Add(new(name, tensor.Type, null));
    }

    /// <summary>Makes an intermediate value an output, if the builder was asked for taps; otherwise does nothing.</summary>
    /// <returns>The same tensor, so that a tap can stand inside an expression.</returns>
    public Tensor Tap(string name, Tensor tensor)
    {
        if (Taps)
            Output(name, tensor);
        return tensor;
    }

    /// <summary>The checkpoint's tensors, by prefix: where model code starts.</summary>
    /// <param name="checkpoint">It must outlive every session made from this graph.</param>
    /// <param name="options">Precision of the matrix products; null for fp32.</param>
    public Scope Scope(ICheckpoint checkpoint, WeightOptions? options = null)
    {
        _checkpoints.Add(checkpoint);
        return new(this, checkpoint, "", options ?? WeightOptions.Default);
    }

    /// <summary>A scalar constant.</summary>
    public Tensor Scalar(TensorType type, double value)
    {
        if (_scalars.TryGetValue((type, value), out Tensor known))
            return known;
        byte[] data = type switch
        {
            TensorType.Float32 => BitConverter.GetBytes((float)value),
            TensorType.Float64 => BitConverter.GetBytes(value),
            TensorType.Int64 => BitConverter.GetBytes(checked((long)value)),
            TensorType.Int32 => BitConverter.GetBytes(checked((int)value)),
            TensorType.Boolean => [value == 0 ? (byte)0 : (byte)1],
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Scalars are float32, float64, int64, int32 or boolean."),
        };
        return _scalars[(type, value)] = AddConstant(type, [], data);
    }

    /// <summary>A constant of floating-point numbers.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    public Tensor Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        AddConstant(TensorType.Float32, ShapeOf(values.Length, shape), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A constant of integers.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Lengths; none given means one axis.</param>
    public Tensor Constant(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        AddConstant(TensorType.Int64, ShapeOf(values.Length, shape), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Adds an operation with one result.</summary>
    /// <param name="operation">ONNX operator name, or <c>com.microsoft.Name</c>.</param>
    /// <param name="inputs">What it reads; <c>default</c> for an optional input that is left out. The first decides type and rank of the result
    /// unless <see cref="Tensor.As"/> says otherwise.</param>
    /// <param name="attributes">Attributes by name.</param>
    public Tensor Node(string operation, ReadOnlySpan<Tensor> inputs, params ReadOnlySpan<(string Name, NodeAttribute Value)> attributes) =>
        Nodes(operation, 1, inputs, attributes)[0];

    /// <summary>Adds an operation with several results.</summary>
    /// <param name="operation">ONNX operator name, or <c>com.microsoft.Name</c>.</param>
    /// <param name="outputs">Number of results.</param>
    /// <param name="inputs">What it reads; <c>default</c> for an optional input that is left out.</param>
    /// <param name="attributes">Attributes by name.</param>
    public Tensor[] Nodes(
        string operation, int outputs, ReadOnlySpan<Tensor> inputs, params ReadOnlySpan<(string Name, NodeAttribute Value)> attributes)
    {
        int dot = operation.LastIndexOf('.');
        (string domain, string name) = dot < 0 ? ("", operation) : (operation[..dot], operation[(dot + 1)..]);
        string[] inputNames = new string[inputs.Length];
        Tensor first = default;
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor input = inputs[i];
            inputNames[i] = input.Name;
            if (!input.IsPresent)
                continue;
            if (input.Builder != this)
                throw new ArgumentException($"'{input.Name}' belongs to another graph, not to '{Name}'.", nameof(inputs));
            if (!first.IsPresent)
                first = input;
        }

        Tensor[] results = new Tensor[outputs];
        for (int i = 0; i < outputs; i++)
            results[i] = new(this, NewName(name), first.IsPresent ? first.Type : TensorType.Float32, first.Rank);
        _nodes.Add(new(name, domain, inputNames, Array.ConvertAll(results, static result => result.Name), attributes.ToArray()));
        return results;
    }

    /// <summary>Finishes the graph. The builder cannot be used again.</summary>
    /// <returns>The graph; it owns what memory the weights needed.</returns>
    public ModelGraph Build()
    {
        ObjectDisposedException.ThrowIf(_built, this);
        if (_outputs.Count == 0)
            throw new InvalidOperationException($"The graph '{Name}' has no output.");
        _built = true;

        // A weight that was asked for and then not used must not be given to the runtime; its memory may still be seen in another shape.
        HashSet<string> read = [.. _nodes.SelectMany(static node => node.Inputs)];
        GraphWeight[] weights = [.. _weights.Values.Select(static entry => entry.Weight)];
        return new(
            Name, _nodes, _inputs, _outputs, _constants, [.. weights.Where(weight => read.Contains(weight.Name))], [.. weights, .. _packed.Values, .. _quantized.Values], [.. _checkpoints]);
    }

    /// <summary>Frees the weights of a graph that was not built (an exception in between); does nothing after <see cref="Build"/>.</summary>
    public void Dispose()
    {
        if (_built)
            return;
        _built = true;
        foreach ((GraphWeight weight, _) in _weights.Values)
            weight.Dispose();
        foreach (NativeBuffer memory in _packed.Values)
            memory.Dispose();
        foreach (QuantizedMatrix matrix in _quantized.Values)
            matrix.Dispose();
    }

    /// <summary>A weight by its key; made on first use.</summary>
    internal Tensor Weight(string key, Func<string, GraphWeight> make)
    {
        if (_weights.TryGetValue(key, out (GraphWeight, Tensor Tensor) known))
            return known.Tensor;
        string name = key;
        for (int i = 2; !_names.Add(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{key}.{i}");
        GraphWeight weight = make(name);
        Tensor tensor = new(this, name, weight.Type, weight.Shape.Length);
        _weights[key] = (weight, tensor);
        return tensor;
    }

    /// <summary>
    /// Address of what was packed for own kernels, by its key; made on first use. They are told where it lies, because the runtime would copy what it is given. It stays valid
    /// for as long as the graph or its session.
    /// </summary>
    internal nint Packed(string key, Func<NativeBuffer> make)
    {
        if (!_packed.TryGetValue(key, out NativeBuffer? memory))
            _packed[key] = memory = make();
        return memory.Address;
    }

    /// <summary>The same weight, in the same memory, in another shape. The plain one is left out of the graph if nothing else reads it.</summary>
    internal Tensor Reshaped(Tensor weight, Func<long[], long[]> shape)
    {
        GraphWeight source = _weights.Values.First(entry => entry.Weight.Name == weight.Name).Weight;
        return Weight(weight.Name + ".reshaped", graphName => source.Reshape(graphName, shape(source.Shape)));
    }

    /// <summary>A quantised matrix; made, or found in the cache, on first use.</summary>
    internal QuantizedMatrix Quantized(string key, ICheckpoint checkpoint, WeightOptions options, CheckpointTensor matrix, QuantizedLayout layout)
    {
        if (_quantized.TryGetValue(key, out QuantizedMatrix? known))
            return known;
        if (!_caches.TryGetValue(checkpoint, out QuantizedCache? cache))
            _caches[checkpoint] = cache = QuantizedCache.For(options.CacheFolder, checkpoint.Source);
        QuantizedMatrix made = _quantized[key] = cache?.Get(matrix, layout) ?? QuantizedMatrix.Make(matrix, layout);

        // What was read to make or to check it need not stay in memory while the other matrices are read.
        checkpoint.ReleasePages();
        made.ReleasePages();
        return made;
    }

    private static long[] ShapeOf(int count, ReadOnlySpan<long> shape)
    {
        if (shape.IsEmpty)
            return [count];
        long elements = 1;
        foreach (long length in shape)
            elements = checked(elements * length);
        return elements == count
            ? shape.ToArray()
            : throw new ArgumentException($"{count} values do not fill the shape [{string.Join(", ", shape.ToArray())}].", nameof(shape));
    }

    private Tensor AddConstant(TensorType type, long[] shape, byte[] data)
    {
        string name = NewName("constant");
        _constants.Add(new(name, type, shape, data));
        return new(this, name, type, shape.Length);
    }

    private string NewName(string operation)
    {
        for (int i = _nodes.Count + _constants.Count; ; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{operation}_{i}");
            if (_names.Add(name))
                return name;
        }
    }
}
