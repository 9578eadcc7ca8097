using AudioSubnet.Inference.Checkpoints;

namespace AudioSubnet.RandomCheckpoints;

/// <summary>
/// Lists the tensors of an architecture under a checkpoint's own names. Weights of layers are drawn with a deviation of 1/√(inputs), so that signals keep their size
/// through any depth.
/// </summary>
internal sealed class Layout
{
    private readonly List<TensorPlan> _tensors;
    private readonly string _prefix;

    public Layout()
        : this([], "")
    {
    }

    private Layout(List<TensorPlan> tensors, string prefix) => (_tensors, _prefix) = (tensors, prefix);

    public IReadOnlyList<TensorPlan> Tensors => _tensors;

    public Layout this[string name] => new(_tensors, $"{_prefix}{name}.");

    public Layout this[int index] => new(_tensors, $"{_prefix}{index}.");

    public void Normal(string name, double deviation, params ReadOnlySpan<long> shape) => Add(name, TensorType.Float32, shape, 0, deviation);

    public void Constant(string name, double value, params ReadOnlySpan<long> shape) => Add(name, TensorType.Float32, shape, value, 0);

    public void Computed(string name, TensorType type, Func<long, long> value, params ReadOnlySpan<long> shape) =>
        _tensors.Add(new TensorPlan(_prefix + name, type, shape.ToArray(), 0, 0, value));

    public void Linear(string name, long input, long output, bool bias = true, double gain = 1)
    {
        Normal($"{name}.weight", gain / Math.Sqrt(input), output, input);
        if (bias)
            Normal($"{name}.bias", 0.02, output);
    }

    public void Conv1d(string name, long input, long output, long kernel, bool bias = true, double gain = 1, long groups = 1)
    {
        Normal($"{name}.weight", gain / Math.Sqrt(input / groups * kernel), output, input / groups, kernel);
        if (bias)
            Normal($"{name}.bias", 0.02, output);
    }

    /// <summary>A transposed convolution: each output is reached by kernel/stride taps.</summary>
    public void TransposedConv1d(string name, long input, long output, long kernel, long stride)
    {
        Normal($"{name}.weight", 1 / Math.Sqrt(input * Math.Max(1.0, (double)kernel / stride)), input, output, kernel);
        Normal($"{name}.bias", 0.02, output);
    }

    /// <summary>A convolution under weight normalisation over its first axis: length g, direction v.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="first">Length of the first axis, outputs (inputs if transposed).</param>
    /// <param name="second">Length of the second axis.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="outputs">Length of the bias.</param>
    /// <param name="norm">Length of each filter; 1 keeps the size of signals in a plain convolution.</param>
    public void WeightNormConv1d(string name, long first, long second, long kernel, long outputs, double norm = 1)
    {
        Normal($"{name}.bias", 0.02, outputs);
        Constant($"{name}.weight_g", norm, first, 1, 1);
        Normal($"{name}.weight_v", 1 / Math.Sqrt(second * kernel), first, second, kernel);
    }

    public void Norm(string name, long size, bool bias = true)
    {
        Add($"{name}.weight", TensorType.Float32, [size], 1, 0.02);
        if (bias)
            Normal($"{name}.bias", 0.02, size);
    }

    public void BatchNorm(string name, long size)
    {
        Norm(name, size);
        Normal($"{name}.running_mean", 0.02, size);
        Constant($"{name}.running_var", 1, size);
        Computed($"{name}.num_batches_tracked", TensorType.Int64, _ => 1);
    }

    public void Embedding(string name, long count, long size, double deviation = 1) => Normal($"{name}.weight", deviation, count, size);

    /// <summary>PyTorch's LSTM: four gates a layer.</summary>
    public void Lstm(string name, long input, long hidden, int layers)
    {
        for (int i = 0; i < layers; i++)
        {
            long from = i == 0 ? input : hidden;
            Normal($"{name}.weight_ih_l{i}", 1 / Math.Sqrt(from), 4 * hidden, from);
            Normal($"{name}.weight_hh_l{i}", 1 / Math.Sqrt(hidden), 4 * hidden, hidden);
            Normal($"{name}.bias_ih_l{i}", 0.02, 4 * hidden);
            Normal($"{name}.bias_hh_l{i}", 0.02, 4 * hidden);
        }
    }

    private void Add(string name, TensorType type, ReadOnlySpan<long> shape, double mean, double deviation) =>
        _tensors.Add(new TensorPlan(_prefix + name, type, shape.ToArray(), mean, deviation));
}
