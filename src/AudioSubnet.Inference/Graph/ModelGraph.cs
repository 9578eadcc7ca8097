using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime.Native;

namespace AudioSubnet.Inference.Graph;

/// <summary>
/// A finished graph: operations, and weights that are views of a checkpoint where nothing had to be converted. Give it to a session, which takes the weights
/// over, or save it as an ONNX file. Dispose it when neither happened.
/// </summary>
public sealed class ModelGraph : IDisposable
{
    private const string InMemory = "memory";
    private readonly IReadOnlyList<IDisposable> _memory;
    private readonly IReadOnlyList<ICheckpoint> _checkpoints;

    internal ModelGraph(
        string name, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphValue> inputs, IReadOnlyList<GraphValue> outputs,
        IReadOnlyList<GraphConstant> constants, IReadOnlyList<GraphWeight> weights, IReadOnlyList<IDisposable> memory, IReadOnlyList<ICheckpoint> checkpoints)
    {
        Name = name;
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        Constants = constants;
        Weights = weights;
        _memory = memory;
        _checkpoints = checkpoints;
    }

    /// <summary>Name of the model part.</summary>
    public string Name { get; }

    /// <summary>What a run must be given.</summary>
    public IReadOnlyList<GraphValue> Inputs { get; }

    /// <summary>What a run returns.</summary>
    public IReadOnlyList<GraphValue> Outputs { get; }

    /// <summary>Size of all weights in bytes, in the precision in which they are used.</summary>
    public long WeightBytes =>
        Weights.Sum(static weight => weight.ByteCount) + _memory.OfType<NativeBuffer>().Sum(static packed => packed.ByteCount)
        + _memory.OfType<QuantizedMatrix>().Where(static matrix => matrix.Layout.InPanels).Sum(static matrix => matrix.Layout.TotalBytes);

    internal IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Whether it has operations that only this library knows; see <see cref="WeightOptions.OwnKernels"/>.</summary>
    internal bool HasOwnOperators => Nodes.Any(static node => node.Domain == OperatorDomain.Name);

    internal IReadOnlyList<GraphConstant> Constants { get; }

    internal IReadOnlyList<GraphWeight> Weights { get; }

    /// <summary>Saves the graph as a self-contained ONNX model: the file itself and, beside it, one with the weights (same name with ".data" added).</summary>
    /// <param name="path">The file, usually ending in ".onnx"; an existing one is replaced.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="InvalidOperationException">The graph was made for this library's own kernels, which no other program has.</exception>
    /// <exception cref="IOException">The folder is not there or not writable, or the disk is full.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        if (HasOwnOperators)
            throw new InvalidOperationException(
                $"The graph '{Name}' has operations that only this library knows. Build it with {nameof(WeightOptions)} {{ {nameof(WeightOptions.OwnKernels)} = false }} to save it.");
        string dataPath = path + ".data";
        string partialModel = path + ".partial", partialData = dataPath + ".partial";
        try
        {
            Dictionary<GraphWeight, long> offsets = [];
            FileStream data = new(partialData, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20, useAsync: true);
            await using (data.ConfigureAwait(false))
                foreach (GraphWeight weight in Weights)
                {
                    // Files are mapped by pages, so each weight starts on a page of its own.
                    data.Position = (data.Position + 4095) / 4096 * 4096;
                    offsets[weight] = data.Position;
                    using UnmanagedBytes bytes = new(weight.Address, weight.ByteCount);
                    await bytes.CopyToAsync(data, 1 << 20, cancellationToken).ConfigureAwait(false);
                }

            byte[] model = OnnxWriter.Write(this, weight => new(Path.GetFileName(dataPath), offsets[weight]));
            await File.WriteAllBytesAsync(partialModel, model, cancellationToken).ConfigureAwait(false);
            File.Move(partialData, dataPath, overwrite: true);
            File.Move(partialModel, path, overwrite: true);
        }
        finally
        {
            File.Delete(partialData);
            File.Delete(partialModel);
        }
    }

    /// <summary>The model for a runtime that is given the weights separately.</summary>
    internal byte[] ToProto() => OnnxWriter.Write(this, static _ => new(InMemory, 0));

    /// <summary>
    /// Gives the pages of mapped files back to the system. A session has by then packed its matrices into memory of its own; what it still reads in the files, such
    /// as embeddings, comes back by itself.
    /// </summary>
    internal void ReleasePages()
    {
        foreach (ICheckpoint checkpoint in _checkpoints)
            checkpoint.ReleasePages();
        foreach (QuantizedMatrix matrix in _memory.OfType<QuantizedMatrix>())
            matrix.ReleasePages();
    }

    /// <summary>Frees what the weights needed beside the checkpoint.</summary>
    public void Dispose()
    {
        foreach (IDisposable memory in _memory)
            memory.Dispose();
    }
}
