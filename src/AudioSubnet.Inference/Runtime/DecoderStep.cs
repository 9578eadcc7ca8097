using AudioSubnet.Inference.Checkpoints;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// The step of a generation that repeats: inputs and outputs lie in memory that was allocated once, the caller writes the one and reads the other, and a run
/// allocates nothing.
/// </summary>
public sealed class DecoderStep : IDisposable
{
    private readonly DecoderState _state;
    private readonly int _length;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly List<TensorValue> _values = [];
    private readonly HashSet<string> _unbound;

    internal DecoderStep(DecoderState state, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _state = state;
        _length = length;
        _binding = state.CreateBinding();
        _unbound = new(state.PlainOutputs, StringComparer.Ordinal);
    }

    /// <summary>Allocates an input; write its elements before each run.</summary>
    public TensorValue Input(string name, TensorType type, params ReadOnlySpan<long> shape)
    {
        TensorValue value = TensorValue.Zeros(type, shape);
        _values.Add(value);
        _binding.BindInput(name, value.Value);
        return value;
    }

    /// <summary>Allocates an output; read its elements after each run. Outputs that are not asked for are computed and thrown away.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public TensorValue Output(string name, TensorType type, params ReadOnlySpan<long> shape)
    {
        if (!_unbound.Remove(name))
            throw new ArgumentException($"'{_state.Session.Name}' has no output '{name}', or it is bound already.", nameof(name));
        TensorValue value = TensorValue.Zeros(type, shape);
        _values.Add(value);
        _binding.BindOutput(name, value.Value);
        return value;
    }

    /// <summary>Runs the decoder over the next positions.</summary>
    /// <param name="cancellationToken">Looked at before the run.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The buffers are full.</exception>
    /// <exception cref="InferenceException">An input is missing, or an input or output has the wrong type or shape.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_unbound.Count > 0)
            BindRest();
        _state.Run(_binding, _run, _length, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        foreach (TensorValue value in _values)
            value.Dispose();
    }

    private void BindRest()
    {
        foreach (string name in _unbound)
            _binding.BindOutputToDevice(name, OrtMemoryInfo.DefaultInstance);
        _unbound.Clear();
    }
}
