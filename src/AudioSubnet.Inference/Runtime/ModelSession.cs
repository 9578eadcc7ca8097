using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Runtime.Native;
using Microsoft.ML.OnnxRuntime;

namespace AudioSubnet.Inference.Runtime;

/// <summary>
/// A model that is ready to run. Thread-safe: any number of runs may go on at once, and they share the weights. The checkpoint that the graph was made from must
/// outlive it.
/// </summary>
public sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ModelGraph? _weights;
    private readonly string[] _outputNames;

    internal ModelSession(string name, InferenceSession session, ModelGraph? weights)
    {
        Name = name;
        _session = session;
        _weights = weights;
        _outputNames = [.. session.OutputNames];
    }

    /// <summary>Name of the model part.</summary>
    public string Name { get; }

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> InputNames => _session.InputNames;

    /// <summary>Names of the outputs.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    internal InferenceSession Native => _session;

    /// <summary>Makes a session from a graph and takes its weights over; the graph cannot be used again.</summary>
    /// <param name="graph">The graph; disposed with the session, or on failure.</param>
    /// <param name="settings">How it is run; null for the defaults.</param>
    /// <exception cref="InferenceException">The device is not there, or the graph is not valid.</exception>
    public static ModelSession Create(ModelGraph graph, SessionSettings? settings = null)
    {
        List<NativeTensor> tensors = [];
        try
        {
            using SessionOptions options = SessionFactory.Options(settings ?? SessionSettings.Default);
            tensors.AddRange(graph.Weights.Select(static weight => weight.ToNative()));
            NativeRuntime.AddExternalInitializers(
                options, [.. graph.Weights.Select(static weight => weight.Name)], [.. tensors.Select(static tensor => tensor.Pointer)]);
            InferenceSession session = SessionFactory.Create(graph.Name, graph.ToProto(), options);
            graph.ReleasePages();
            FreedMemory.Release();
            return new(graph.Name, session, graph);
        }
        catch
        {
            graph.Dispose();
            throw;
        }
        finally
        {
            // The session holds references of its own by now.
            foreach (NativeTensor tensor in tensors)
                tensor.Dispose();
        }
    }

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">Values of all inputs.</param>
    /// <param name="cancellationToken">Stops the run between two operations.</param>
    /// <returns>All outputs; dispose them.</returns>
    /// <exception cref="InferenceException">An input is missing or has the wrong type or shape.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SessionOutputs Run(ReadOnlySpan<(string Name, TensorValue Value)> inputs, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string[] names = new string[inputs.Length];
        OrtValue[] values = new OrtValue[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            names[i] = inputs[i].Name;
            values[i] = inputs[i].Value.Value;
        }

        using RunOptions run = new();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, run);
        try
        {
            // The collection owns nothing but the values, which the outputs take over.
            IDisposableReadOnlyCollection<OrtValue> results = _session.Run(run, names, values, _outputNames);
            return new(_outputNames, [.. results.Select(static value => new TensorValue(value))]);
        }
        catch (OnnxRuntimeException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InferenceException($"'{Name}' cannot run: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _weights?.Dispose();
    }
}
