using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels.Attention;
using AudioSubnet.Inference.Runtime.Native;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// One generation of an autoregressive decoder: its key-value buffers, allocated once at their greatest length and updated in place, and how far it has come.
/// Not thread-safe; concurrent generations each have one and share the session.
/// </summary>
/// <example>
/// <code>
/// using DecoderState state = new(session, batch: 1, capacity: 1024);
/// using (SessionOutputs prompt = state.Prefill([("input_ids", ids)], length, cancellationToken)) { … }
/// using DecoderStep step = state.CreateStep();
/// TensorValue token = step.Input("input_ids", TensorType.Int64, 1, 1), logits = step.Output("logits", TensorType.Float32, 1, 1, vocabulary);
/// while (…) { token.Longs[0] = next; step.Run(cancellationToken); next = Sample(logits.Floats); }
/// </code>
/// </example>
public sealed class DecoderState : IDisposable
{
    private const int Alignment = 64;

    private readonly List<(string Input, string? Output, TensorValue Buffer)> _buffers = [];
    private readonly NativeBuffer _memory;
    private readonly List<(string Input, TensorValue Value)> _fixedInputs = [];
    private readonly int[] _lastPosition;
    private readonly int[] _totalLength = new int[1];
    private readonly TensorValue? _lastPositionValue;
    private readonly TensorValue _totalLengthValue;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="session">A decoder whose graph has a <see cref="KeyValueCache"/>.</param>
    /// <param name="batch">Number of sequences that advance together: two for guidance.</param>
    /// <param name="capacity">Greatest number of positions.</param>
    /// <exception cref="InferenceException">The graph has no cache.</exception>
    public DecoderState(ModelSession session, int batch, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Session = session;
        Batch = batch;
        Capacity = capacity;
        List<(string Input, string? Output, TensorType Type, long[] Shape, long Offset)> buffers = [];
        long end = 0;
        foreach ((string name, NodeMetadata metadata) in session.Native.InputMetadata)
        {
            string? output = session.OutputNames.Contains(name + KeyValueCache.UpdatedSuffix, StringComparer.Ordinal) ? name + KeyValueCache.UpdatedSuffix : null;
            if (output is null && !name.EndsWith(KeyValueCache.MemorySuffix, StringComparison.Ordinal))
                continue;
            TensorType type = OnnxTypes.FromRuntime(metadata.ElementDataType);
            long[] shape = [batch, metadata.Dimensions[1], output is null ? KeyValueLayout.Blocks(capacity) : capacity, metadata.Dimensions[3]];
            buffers.Add((name, output, type, shape, end));
            long bytes = shape.Aggregate((long)CheckpointTensor.SizeOf(type), static (product, length) => checked(product * length));
            end = checked(end + (bytes + Alignment - 1) / Alignment * Alignment);
        }

        if (buffers.Count == 0)
            throw new InferenceException($"'{session.Name}' has no key-value cache.");
        _memory = new(end, inLargePages: true);
        foreach ((string input, string? output, TensorType type, long[] shape, long offset) in buffers)
            _buffers.Add((input, output, TensorValue.Over(_memory.Address + (nint)offset, type, shape)));
        _lastPosition = new int[batch];
        if (session.InputNames.Contains(KeyValueCache.LastPositionInput, StringComparer.Ordinal))
            _lastPositionValue = TensorValue.From(_lastPosition);
        _totalLengthValue = TensorValue.From(_totalLength);
        PlainOutputs = [.. session.OutputNames.Where(static name => !name.EndsWith(KeyValueCache.UpdatedSuffix, StringComparison.Ordinal))];
    }

    /// <summary>The decoder.</summary>
    public ModelSession Session { get; }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>Greatest number of positions.</summary>
    public int Capacity { get; }

    /// <summary>Number of positions that are remembered.</summary>
    public int Position { get; private set; }

    /// <summary>Size of the buffers in bytes.</summary>
    public long BufferBytes => _memory.ByteCount;

    /// <summary>Outputs that are not buffers.</summary>
    internal IReadOnlyList<string> PlainOutputs { get; }

    /// <summary>Gives an input that stays the same for all runs, such as the keys and values of cross-attention. It must live as long as the state.</summary>
    public void Bind(string input, TensorValue value) => _fixedInputs.Add((input, value));

    /// <summary>Runs over several new positions at once, as for a prompt. With a batch of more than one, only a new sequence can start so.</summary>
    /// <param name="inputs">The inputs that are neither cache nor bound.</param>
    /// <param name="length">Number of new positions.</param>
    /// <param name="cancellationToken">Stops the run; the state can then not be continued.</param>
    /// <returns>The outputs; dispose them.</returns>
    /// <exception cref="InvalidOperationException">The buffers are full.</exception>
    /// <exception cref="InferenceException">An input is missing or has the wrong type or shape.</exception>
    public SessionOutputs Prefill(ReadOnlySpan<(string Name, TensorValue Value)> inputs, int length, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using OrtIoBinding binding = CreateBinding();
        foreach ((string name, TensorValue value) in inputs)
            binding.BindInput(name, value.Value);
        foreach (string output in PlainOutputs)
            binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);

        using RunOptions run = new();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, run);
        Run(binding, run, length, cancellationToken);

        // The bound outputs come first in the order of binding: the buffers, then the plain ones.
        IDisposableReadOnlyCollection<OrtValue> values = binding.GetOutputValues();
        int buffers = _buffers.Count(static buffer => buffer.Output is not null);
        foreach (OrtValue buffer in values.Take(buffers))
            buffer.Dispose();
        return new(PlainOutputs, [.. values.Skip(buffers).Select(static value => new TensorValue(value))]);
    }

    /// <summary>Prepares runs over the same number of new positions, usually one: inputs and outputs are allocated once.</summary>
    /// <param name="length">Number of new positions of each run.</param>
    public DecoderStep CreateStep(int length = 1) => new(this, length);

    /// <summary>Forgets the positions from <paramref name="position"/> on; 0 starts a new sequence in the same buffers.</summary>
    public void Rewind(int position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        Position = position;
    }

    /// <summary>Takes positions as remembered that no run has made; their keys and values are zero. For measuring a step at any length.</summary>
    internal void Assume(int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Capacity);
        foreach ((_, _, TensorValue buffer) in _buffers)
            buffer.Value.GetTensorMutableRawData().Clear();
        Position = position;
    }

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        foreach ((_, _, TensorValue buffer) in _buffers)
            buffer.Dispose();
        _memory.Dispose();
        _lastPositionValue?.Dispose();
        _totalLengthValue.Dispose();
    }

    /// <summary>A binding of the buffers and the inputs that stay the same.</summary>
    internal OrtIoBinding CreateBinding()
    {
        OrtIoBinding binding = Session.Native.CreateIoBinding();
        foreach ((string input, string? output, TensorValue buffer) in _buffers)
        {
            binding.BindInput(input, buffer.Value);
            if (output is not null)
                binding.BindOutput(output, buffer.Value);
        }

        foreach ((string input, TensorValue value) in _fixedInputs)
            binding.BindInput(input, value.Value);
        if (_lastPositionValue is not null)
            binding.BindInput(KeyValueCache.LastPositionInput, _lastPositionValue.Value);
        binding.BindInput(KeyValueCache.TotalLengthInput, _totalLengthValue.Value);
        return binding;
    }

    /// <summary>Runs and advances. Allocates nothing.</summary>
    internal void Run(OrtIoBinding binding, RunOptions run, int length, CancellationToken cancellationToken)
    {
        if (length > Capacity - Position)
            throw new InvalidOperationException($"'{Session.Name}' has room for {Capacity} positions, {Position} are taken and {length} more do not fit.");
        _totalLength[0] = Position + length;
        _lastPosition.AsSpan().Fill(Position + length - 1);
        try
        {
            Session.Native.RunWithBinding(run, binding);
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InferenceException($"'{Session.Name}' cannot run: {exception.Message}", exception);
        }

        Position += length;
    }
}
